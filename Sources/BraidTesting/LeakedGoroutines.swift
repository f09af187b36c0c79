// Testing › LeakedGoroutines: whether what a test started has ended with it. Go's goleak, which the Go project has not.
//
// A goroutine that nobody can reach any more, because it waits for a partner who has gone, keeps its stack and all that is
// on it for as long as the program runs.

internal import BraidCore

/// Goroutines that went on, or waited, after the body that started them had ended.
public struct LeakedGoroutines: Error, CustomStringConvertible {
    /// Each by its name, number and creation site, with what it waits for and where that was made.
    public let goroutines: [Stranded]
    /// How many they are. More than are listed if some were on their way from one queue to another at each look.
    public let count: Int
    /// What the body threw, if it did.
    public let bodyError: (any Error)?

    /// All of them, a line each, and what the body threw.
    public var description: String {
        let lines = goroutines.map { "\n  \($0)" }.joined()
        let failure = bodyError.map { "\nand the body threw: \($0)" } ?? ""
        return "\(count) goroutines were left behind:\(lines)\(failure)"
    }

    fileprivate init?(_ residents: [Resident], count: Int, _ result: Result<some Any, any Error>) {
        if count == 0, residents.isEmpty { return nil }
        goroutines = residents.map { Stranded(description: $0.description) }
        self.count = max(count, residents.count)
        bodyError = if case .failure(let error) = result { error } else { nil }
    }
}

/// Calls `body` as a goroutine on a scheduler of its own, and fails unless all goroutines have ended that it started, they
/// and theirs.
///
/// Those that may end by themselves are waited for until `patience` is over: whoever can run, is in a call, or waits for
/// time or a descriptor. Call it from a plain thread (`onPlainThread`) or a goroutine. In a seeded run `body` is called
/// where it is, and time does not pass for those it leaves behind.
///
/// - Returns: what `body` returned.
/// - Throws: what `body` threw; `LeakedGoroutines`, which has that error too.
public func assertNoLeakedGoroutines<Value>(
    patience: Duration = .seconds(10), fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws -> sending Value
) throws -> sending Value {
    if let fiber = Fiber.running, fiber.scheduler.isSeeded { return try leavingNone(on: fiber, body) }
    let scheduler = Scheduler(workers: 2)
    let result = OneShot<Handed<(id: UInt64?, outcome: Result<Value, any Error>)>>()
    let body = Handed(value: body)
    let site = CreationSite(fileID: fileID, line: line)
    scheduler.launch(name: "main", stackSize: nil, site: site) {
        result.set(Handed(value: (Fiber.running?.id, Result(catching: body.value))))
    }
    let (main, outcome) = result.wait(.join).value
    let deadline = scheduler.clock.now.advanced(by: patience)
    if let leaked = leftovers(of: scheduler, main, until: deadline, outcome) {
        // Whoever they wait for may be somewhere still: the scheduler has to stay for them.
        Abandoned.schedulers.withLock { $0.append(scheduler) }
        throw leaked
    }
    scheduler.stop()
    return try outcome.get()
}

private enum Abandoned {
    static let schedulers = Guarded(.door, [Scheduler]())
}

/// Who is still there when nothing goes on any more, or when the time is over. The body's own goroutine is on its way out, and
/// no leak however late the processor is with that.
private func leftovers(
    of scheduler: Scheduler, _ main: UInt64?, until deadline: Instant, _ outcome: Result<some Any, any Error>
) -> LeakedGoroutines? {
    var last: [UInt64] = []
    while true {
        let wasAtRest = scheduler.isAtRest
        let residents = scheduler.census()
        // Both: the list may miss one who is on his way, and who has been counted off may still be on his stack.
        let count = scheduler.liveCount
        if residents.isEmpty, count == 0 { return nil }
        // Twice the same, all waiting, and at rest before and after: nobody is on his way out. (One who runs although the
        // workers rest has lost his to others, in a call that takes long.)
        let isStill =
            wasAtRest && scheduler.isAtRest && last == residents.map(\.id)
            && residents.allSatisfy(\.state.isWaiting)
            && residents.count == count
        if isStill || scheduler.clock.now >= deadline, !residents.contains(where: { $0.id == main }) {
            return LeakedGoroutines(residents, count: count, outcome)
        }
        last = residents.map(\.id)
        _ = Waiter.withCurrent { waiter in
            waiter.park(.sleep, until: waiter.now.advanced(by: .milliseconds(2)))
        }
    }
}

private func leavingNone<Value>(
    on fiber: Fiber, _ body: () throws -> sending Value
) throws -> sending Value {
    let before = Set(fiber.scheduler.census().map(\.id))
    let outcome = Handed(value: Result(catching: body))
    while true {
        let left = fiber.scheduler.census().filter { !before.contains($0.id) }
        guard left.contains(where: { $0.state == .runnable }) else {
            if let leaked = LeakedGoroutines(left, count: left.count, outcome.value) { throw leaked }
            return try outcome.value.get()
        }
        fiber.yield()
    }
}
