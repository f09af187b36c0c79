// Scheduling › Monitor: a thread that sees to it that a goroutine which blocks its worker stops nobody else. Go's sysmon.
//
// It looks at every worker's pulse. A worker that stays with one goroutine while others wait is stuck: in the kernel if
// its thread's processor clock stands still and the kernel says that it waits, otherwise in a computation. Either way
// another worker takes its seat. The stuck one is never signalled or stopped: a signal would cut its sleep short. One that
// stays in the kernel while nobody waits loses its seat too, but later: who comes then finds a worker awake for it.
//
// What it waits for before it acts: a look a millisecond later for one in the kernel, 10 ms for one that computes,
// because more threads than processors only take turns. Computations are replaced up to a limit, for the same reason.
// Where one goroutine blocks in the kernel the next often does too: after a replacement the looks follow each other four
// times as fast, until a millisecond has passed without finding somebody to replace; and after a few of those, sixteen
// times as fast, and the first look at a new one is enough.
//
// It also calls for help where work waits while a worker sleeps: what the restraint at the seats has left undone.
//
// When all workers sleep, so does the monitor, until something is made runnable or one of them wakes. Before that it looks
// whether this is a deadlock (see Standstill).

internal import CBraidShims
internal import Synchronization

final class Monitor: @unchecked Sendable {
    // Safety: `sightings`, `streak` and `lastReplacement` are the monitor thread's alone.
    private struct Sighting {
        var stay: UInt64
        var since: UInt64
        var cpuTime: UInt64
    }

    private var sightings: [ObjectIdentifier: Sighting] = [:]
    /// How many looks have found somebody stuck in the kernel, each within a millisecond of the one before: a worker that
    /// has just been seated needs part of that to start, and to block.
    private var streak = 0
    private var lastReplacement: UInt64 = 0
    private let pulses = Guarded(.mailbox, [Pulse]())
    private let isEnding = Atomic<Bool>(false)

    static let millisecond: UInt64 = 1_000_000
    /// From how many such looks on there is no doubt about the next.
    private static let longStreak = 4
    /// From how many looks on, a millisecond apart, it is quiet: nobody has waited for anybody.
    private static let quietLooksLimit = 20
    /// How long a computation may keep a worker from others.
    private static let computationLimit = 10 * millisecond
    /// Workers in computations that are replaced at the same time, per processor.
    static let computationsPerProcessor = 16

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
        var quietLooks = 0
        while !isEnding.load(ordering: .relaxed) {
            let situation = scheduler.situation
            let sight = look(
                scheduler, mayReplace: situation == .waiting, isQuiet: quietLooks >= Monitor.quietLooksLimit)
            if situation == .waiting { scheduler.callForHelp() }
            // After 50 ms without work, and once no stacks are left to trim: sleep until there is some.
            idleLooks = situation == .idle ? idleLooks + 1 : 0
            // Nobody waits for anybody: after 20 ms, less often.
            quietLooks = situation == .waiting ? 0 : quietLooks + 1
            let rest =
                switch sight {
                case .replaced: Monitor.millisecond / (streak < Monitor.longStreak ? 4 : 16)
                case .suspects, .nothing:
                    situation != .idle && quietLooks < Monitor.quietLooksLimit
                        ? Monitor.millisecond : 5 * Monitor.millisecond
                }
            let isTrimmed = scheduler.stacks.trim(at: scheduler.clock.now) == .never
            // With stacks left to trim it looks on, every 5 ms: too often for this.
            let mayOversleep = idleLooks > 10 && isTrimmed
            let patience = mayOversleep || idleLooks % 20 == 11 ? scheduler.endIfDeadlocked() : nil
            let limit = patience ?? (mayOversleep ? nil : rest)
            let isWokenByWork = mayOversleep || patience != nil
            scheduler.restMonitor(
                until: limit.map { Instant(nanoseconds: braid_monotonic_now() + $0) } ?? .never,
                isWokenByWork: isWokenByWork)
            if isWokenByWork { quietLooks = 0 }
        }
    }

    private enum Sight {
        case nothing
        /// Somebody is with the same goroutine as before, or with a new one.
        case suspects
        /// Somebody was stuck in the kernel, now or just before, and has been replaced.
        case replaced
    }

    /// Looks at everybody once.
    private func look(_ scheduler: Scheduler, mayReplace: Bool, isQuiet: Bool) -> Sight {
        let now = braid_monotonic_now()
        var stuckInKernel: [Pulse] = []
        var stuckInComputation: [Pulse] = []
        var suspects = 0
        var displacedComputations = 0
        let current = pulses.withLock { $0 }
        for pulse in current {
            guard let stay = pulse.stay else { continue }
            let cpuTime = pulse.cpuTime
            let key = ObjectIdentifier(pulse)
            guard var seen = sightings[key], seen.stay == stay else {
                sightings[key] = Sighting(stay: stay, since: now, cpuTime: cpuTime)
                suspects += 1
                if mayReplace, streak >= Monitor.longStreak, !pulse.isDisplaced.load(ordering: .relaxed),
                    pulse.isBlocked
                {
                    stuckInKernel.append(pulse)
                }
                continue
            }
            // A clock that stands still is the cheap sign; on a busy machine it also is one of waiting for a processor.
            let hasComputed = cpuTime &- seen.cpuTime > Monitor.millisecond / 10
            seen.cpuTime = cpuTime
            sightings[key] = seen
            if pulse.isDisplaced.load(ordering: .relaxed) {
                displacedComputations += hasComputed ? 1 : 0
                continue
            }
            suspects += 1
            guard mayReplace || isQuiet else { continue }
            if !hasComputed, pulse.isBlocked {
                stuckInKernel.append(pulse)
            } else if mayReplace, now - seen.since >= Monitor.computationLimit {
                stuckInComputation.append(pulse)
            }
        }
        if sightings.count > 2 * current.count { forgetAllBut(current) }
        replace(stuckInKernel, stuckInComputation, displacedComputations, scheduler)
        if !stuckInKernel.isEmpty {
            (streak, lastReplacement) = (streak + 1, now)
        } else if now - lastReplacement >= Monitor.millisecond {
            streak = 0
        }
        return streak > 0 ? .replaced : suspects > 0 ? .suspects : .nothing
    }

    private func replace(
        _ inKernel: [Pulse], _ inComputation: [Pulse], _ displacedComputations: Int, _ scheduler: Scheduler
    ) {
        for pulse in inKernel { scheduler.replace(pulse) }
        let allowance = scheduler.workerTarget * Monitor.computationsPerProcessor - displacedComputations
        for pulse in inComputation.prefix(max(0, allowance)) { scheduler.replace(pulse) }
    }

    private func forgetAllBut(_ current: [Pulse]) {
        let alive = Set(current.map(ObjectIdentifier.init))
        sightings = sightings.filter { alive.contains($0.key) }
    }
}
