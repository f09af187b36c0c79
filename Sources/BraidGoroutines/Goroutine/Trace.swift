// Goroutine › Trace: what goroutines did and when, for those who ask why something is slow or stuck.

internal import BraidCore

extension Goroutine {
    /// Records each step of every goroutine's life: started, waiting (and for what), woken (and by whom), running (and on
    /// which worker), ended; and what the workers do. Go's package `runtime/trace`.
    ///
    /// ```swift
    /// Goroutine.Trace.start()
    /// work()
    /// print(Goroutine.Trace.chrome(Goroutine.Trace.stop()))
    /// ```
    ///
    /// What `chrome` returns can be looked at in <https://ui.perfetto.dev> or in Chrome's `chrome://tracing`. While no
    /// trace runs, a step costs a load and a branch. From any goroutine, coroutine or thread.
    public enum Trace {
        /// From now on steps are recorded, of all schedulers of the process. A second start before `stop` stops the
        /// program. Go's `trace.Start`.
        ///
        /// - Parameter capacity: how many of its last steps are kept of each worker, rounded up to a power of two; 32
        ///   bytes each, 65,536 steps if nothing is said.
        public static func start(capacity: Int = 65_536) {
            BraidCore.Trace.start(capacity: capacity)
        }

        /// Ends the trace. Go's `trace.Stop`.
        ///
        /// - Returns: what was recorded since the start, in the order of time, as far as it was kept; nothing without a
        ///   start. A step that another thread records during the call may be missing.
        public static func stop() -> [Event] {
            BraidCore.Trace.stop().map(Event.init)
        }
    }
}

extension Goroutine.Trace {
    /// A step.
    public struct Event: Hashable, Sendable {
        /// What happened.
        public let kind: Kind
        /// When, in nanoseconds on the scheduler's clock: monotonic, or virtual in a seeded run.
        public let nanoseconds: UInt64
        /// On which worker's thread, counted from 0; nil for any other thread.
        public let worker: Int?
        /// To which goroutine, by its number; nil for what only workers do.
        public let goroutine: Goroutine.ID?
    }

    /// What happened in a step.
    public enum Kind: Hashable, Sendable {
        /// The goroutine was started, by another or by a thread.
        case launched(by: Goroutine.ID?)
        /// It runs for the first time.
        case begun
        /// It waits: for what, in the words of a report.
        case parked(reason: String)
        /// Its wait is over, thanks to another goroutine, or to a thread, the clock or a descriptor.
        case ready(by: Goroutine.ID?)
        /// It runs again.
        case resumed
        /// It lets others run.
        case yielded
        /// Its body has returned.
        case ended
        /// The worker took some of what waits in another's seat.
        case stolen(count: Int, seat: Int)
        /// There were more than fit into the worker's seat, so these went to the queue of all.
        case overflowed(count: Int)
        /// The worker has a seat, from which it takes work.
        case seatTaken(Int)
        /// A worker is stuck, or one too many: another may have its seat.
        case seatLost(Int)
        /// The worker has nothing to do. One of them waits for descriptors and timers, too.
        case workerSlept(inPoller: Bool)
        /// It looks for something to do.
        case workerWoke
        /// A worker that has many goroutines gave some to the queue of all, because another looked for work.
        case shared(count: Int)
    }
}

extension Goroutine.Trace.Event {
    init(_ event: TraceEvent) {
        func id(_ number: UInt64) -> Goroutine.ID? { number == 0 ? nil : Goroutine.ID(number: number) }
        nanoseconds = event.nanoseconds
        worker = event.worker
        goroutine = id(event.goroutine)
        kind =
            switch event.step {
            case .launched: .launched(by: id(event.subject))
            case .begun: .begun
            case .parked:
                .parked(reason: (WaitReason(rawValue: UInt8(event.subject & 0xFF)) ?? .none).description)
            case .ready: .ready(by: id(event.subject))
            case .resumed: .resumed
            case .yielded: .yielded
            case .ended: .ended
            case .stolen: .stolen(count: event.count, seat: event.seat)
            case .overflowed: .overflowed(count: event.count)
            case .seatTaken: .seatTaken(Int(event.subject))
            case .seatLost: .seatLost(Int(event.subject))
            case .workerSlept: .workerSlept(inPoller: event.subject == 1)
            case .workerWoke: .workerWoke
            case .shared: .shared(count: event.count)
            }
    }
}
