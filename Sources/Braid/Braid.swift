// Braid: the three doors and the bridges between them, under one import.

@_exported public import BraidAsyncio
@_exported public import BraidBridges
@_exported public import BraidGoroutines
@_exported public import BraidPromises
