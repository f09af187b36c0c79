// Scheduling › Monitor: a thread that sees to it that a goroutine which blocks its worker stops nobody else. Go's sysmon.
//
// It looks at every worker's pulse. A worker that stays with one goroutine while others wait is stuck, and another takes its
// seat (see Suspicion). The stuck one is never signalled or stopped: a signal would cut its sleep short.
//
// It also calls for help where work waits while a worker sleeps: what the restraint at the seats has left undone.
//
// When all workers sleep, so does the monitor, until something is made runnable or one of them wakes. Before that it looks
// whether this is a deadlock (see Standstill).

internal import CBraidShims
internal import Synchronization

final class Monitor: @unchecked Sendable {
    // Safety: `suspicion` is the monitor thread's alone.
    private var suspicion = Suspicion<Pulse>()
    private let pulses = Guarded(.mailbox, [Pulse]())
    private let isEnding = Atomic<Bool>(false)

    static let millisecond: UInt64 = 1_000_000
    /// Workers in computations that are replaced at the same time, per processor.
    static let computationsPerProcessor = 16
    /// Nanoseconds between looks while every worker sleeps.
    private static let idlePause = 5 * millisecond

    /// False if `BRAID_MONITOR` is `off`: for valgrind and debuggers, under which every goroutine looks stuck. Then one that
    /// blocks its worker keeps it.
    static var isWanted: Bool {
        switch Environment.text("BRAID_MONITOR") {
        case nil: return true
        case "off": return false
        case let other?: fatalError("BRAID_MONITOR=\(other): only off is known")
        }
    }

    func add(_ pulse: Pulse) { pulses.withLock { $0.append(pulse) } }

    func remove(_ pulse: Pulse) { pulses.withLock { $0.removeAll { $0 === pulse } } }

    func end() { isEnding.store(true, ordering: .relaxed) }

    /// The threads of the workers that are with a goroutine.
    var busyThreads: [Int32] {
        pulses.withLock { $0.filter { $0.stay != nil }.map(\.thread) }
    }

    /// The threads of the workers that run nothing.
    var idleThreads: [Int32] {
        pulses.withLock { $0.filter { $0.stay == nil }.map(\.thread) }
    }

    /// The monitor's thread.
    func run(for scheduler: Scheduler) {
        var idleLooks = 0
        while !isEnding.load(ordering: .relaxed) {
            let situation = scheduler.situation
            look(scheduler, situation)
            if situation == .waiting { scheduler.callForHelp() }
            // After 50 ms without work, and once no memory is left to trim: sleep until there is some.
            idleLooks = situation == .idle ? idleLooks + 1 : 0
            let isTrimmed = scheduler.trim(at: scheduler.clock.now) == .never
            // With memory left to trim it looks on, every 5 ms: too often for this.
            let mayOversleep = idleLooks > 10 && isTrimmed
            let patience = mayOversleep || idleLooks % 20 == 11 ? scheduler.endIfDeadlocked() : nil
            let pause = situation == .idle ? Monitor.idlePause : suspicion.pause
            let limit = patience ?? (mayOversleep ? nil : pause)
            let isWokenByWork = mayOversleep || patience != nil
            scheduler.restMonitor(
                until: limit.map { Instant(nanoseconds: braid_monotonic_now() + $0) } ?? .never,
                isWokenByWork: isWokenByWork)
            if isWokenByWork { suspicion.endQuiet() }
        }
    }

    private func look(_ scheduler: Scheduler, _ situation: Scheduler.Situation) {
        let stuck = suspicion.look(
            at: pulses.withLock { $0 }, now: braid_monotonic_now(), somebodyWaits: situation == .waiting,
            mostComputing: scheduler.workerTarget * Monitor.computationsPerProcessor,
            backlog: scheduler.backlog(of:))
        for verdict in stuck { scheduler.replace(verdict.worker, stuckIn: verdict.stay) }
        scheduler.fillEmptySeats()
    }
}
