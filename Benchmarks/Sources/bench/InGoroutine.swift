// Bench › InGoroutine: work starts in a goroutine, as all of a Go program does, and not on the main thread.

import BraidGoroutines

func inGoroutine(
    _ work: @escaping @Sendable (Int) throws -> Void
) -> @Sendable (Int) throws -> Void {
    { count in
        try inGoroutine { try work(count) }
    }
}

func inGoroutine<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) throws -> Value {
    try spawn { try work() }.join()
}
