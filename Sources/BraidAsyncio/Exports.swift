// Asyncio › Exports: `EventLoop` is the core's type, and this door's users need no second import for it.

@_exported public import BraidCore
