// What a user of promises sees of the core: `EventLoop`, and nothing else of it is public.

@_exported public import BraidCore
