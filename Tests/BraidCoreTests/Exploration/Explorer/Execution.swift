// Exploration › Execution: one run of a model, along one path of choices.
//
// The search runs on the base, the threads on coroutines of their own. A thread that comes to an operation on a
// shared word says which (`arrive`), and chooses on its own stack what happens next; only when another thread is chosen
// is there a switch.
//
// Not every operation is a place to choose. What no other thread can notice needs none: a store into the buffer
// (its drain is noticed, not the store), plain accesses (a race between two is found whichever comes first), a fence over
// an empty buffer. A fence for another thread's `barrierEverywhere` may have come before these, so it drains what was
// stored before them; the rest may drain, or not.

@testable import BraidCore
import CBraidShims

final class Execution {
    enum Phase {
        /// The model is being built, or its end is checked, on the base: nobody else runs.
        case alone
        /// Every thread runs to its first operation.
        case starting
        case running
    }

    /// More steps than any model needs that ends.
    static let stepLimit = 2_000

    /// Safety: set and read by whoever holds the explorer's turn.
    nonisolated(unsafe) private(set) static var current: Execution?

    let preemptionBound: Int?
    let prunes: Bool
    var choices = Choices()
    var memory = SharedWords()
    private(set) var phase = Phase.alone
    /// Set when the state has been explored before: the threads run to their ends, without choices.
    var isKnown = false
    var preemptions = 0
    private(set) var failure: ExecutionFailure?
    /// Lines for a reader; nil while searching.
    var log: [String]?

    private(set) var threads: [ModelThread] = []
    private let pool: [ModelThread]
    var coroutines: [Coroutine] = []
    let base: Coroutine
    /// The thread that ran last.
    var running: ModelThread?
    var options: [Step] = []
    /// Numbers that were chosen while the model was built.
    var setUp = Fingerprint()

    init(preemptions: Int?, prunes: Bool) {
        preemptionBound = preemptions
        self.prunes = prunes
        let state = TravellingState(.shared)
        base = Coroutine(ofThread: state)
        let pool = (0..<VectorClock.capacity).map { ModelThread(index: $0) }
        self.pool = pool
        coroutines = pool.map { thread in
            Coroutine(state) { [unowned self] in
                thread.body?()
                end(thread)
            }
        }
    }

    func run(_ build: (Model) -> Void) {
        unsafe Execution.current = self
        defer { unsafe Execution.current = nil }
        choices.begin()
        memory.clear()
        preemptions = 0
        isKnown = false
        setUp = Fingerprint()
        running = nil
        phase = .alone
        let model = Model(self)
        build(model)
        precondition(model.threads.count <= VectorClock.capacity, "a model has at most four threads")
        threads = Array(pool.prefix(model.threads.count))
        for (thread, (name, body)) in zip(threads, model.threads) { thread.begin(name, body) }

        phase = .starting
        for thread in threads where failure == nil {
            running = thread
            base.go(to: coroutines[thread.index])
        }
        running = nil
        phase = .running
        if failure == nil { proceed(nil) }
        phase = .alone
        running = nil
        if failure == nil, let stuck = describeStuck() { fail(.deadlock(stuck)) }
        if failure == nil { model.last?() }
        // What the bodies hold is released while nobody runs: a class that frees its words at its end does so here.
        for thread in threads { thread.body = nil }
    }

    var scheduledFailure: ScheduledFailure? {
        failure.map {
            ScheduledFailure(
                failure: $0, schedule: Schedule(steps: choices.steps), preemptions: preemptions,
                log: log ?? [],
                strayed: choices.hasStrayed)
        }
    }

    /// Ends the execution as a failure. On a thread's stack it does not return.
    func fail(_ what: ExecutionFailure) {
        if failure == nil { failure = what }
        if phase != .alone, let running {
            coroutines[running.index].go(to: base)
            fatalError("a failed execution went on")
        }
    }

    private func describeStuck() -> String? {
        let stuck = threads.filter { $0.status != .ended }
        if stuck.isEmpty { return nil }
        return stuck.map { thread in
            switch thread.status {
            case .asleep(let word): "\(thread.name) sleeps on \(memory.name(word))"
            default: "\(thread.name) waits (\(thread.next))"
            }
        }.joined(separator: ", ")
    }
}
