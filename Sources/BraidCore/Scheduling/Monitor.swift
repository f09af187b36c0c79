// Scheduling › Monitor: a thread that sees to it that a goroutine which blocks its worker stops nobody else. Go's sysmon.
//
// It looks at every worker's pulse. A worker that stays with one goroutine while others wait is stuck: in the kernel if
// its thread's processor clock stands still and the kernel says that it waits, otherwise in a computation. Either way another worker takes its place. The
// stuck one is never signalled or stopped: a signal would cut its sleep short.
//
// What it waits for before it acts: a look a millisecond later for one in the kernel, 10 ms for one that computes,
// because more threads than processors only take turns. Computations are replaced up to a limit, for the same reason.
//
// When all workers sleep, so does the monitor, until something is made runnable.

internal import CBraidShims
internal import Synchronization

final class Monitor: @unchecked Sendable {
    // Safety: `sightings` is the monitor thread's alone.
    private struct Sighting {
        var stay: UInt64
        var since: UInt64
        var cpuTime: UInt64
    }

    private var sightings: [ObjectIdentifier: Sighting] = [:]
    private let pulses = Guarded(.mailbox, [Pulse]())
    private let isEnding = Atomic<Bool>(false)

    static let millisecond: UInt64 = 1_000_000
    /// How long a computation may keep a worker from others.
    private static let computationLimit = 10 * millisecond
    /// Workers in computations that are replaced at the same time, per processor.
    static let computationsPerProcessor = 16

    func add(_ pulse: Pulse) { pulses.withLock { $0.append(pulse) } }

    func remove(_ pulse: Pulse) { pulses.withLock { $0.removeAll { $0 === pulse } } }

    func end() { isEnding.store(true, ordering: .relaxed) }

    /// The monitor's thread.
    func run(for scheduler: Scheduler) {
        var idleLooks = 0
        while !isEnding.load(ordering: .relaxed) {
            let situation = scheduler.situation
            let suspects = look(scheduler, mayReplace: situation == .waiting)
            idleLooks = situation == .idle ? idleLooks + 1 : 0
            // After 50 ms without work, and once no stacks are left to trim: sleep until there is some.
            let rest = suspects > 0 ? Monitor.millisecond : 5 * Monitor.millisecond
            let isTrimmed = scheduler.stacks.trim(at: scheduler.clock.now) == .never
            scheduler.restMonitor(
                until: braid_monotonic_now() + rest, mayOversleep: idleLooks > 10 && isTrimmed)
        }
    }

    /// Looks at everybody once. Returns how many were seen with the same goroutine as before.
    private func look(_ scheduler: Scheduler, mayReplace: Bool) -> Int {
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
                continue
            }
            // A clock that stands still is the cheap sign; on a busy machine it also is one of waiting for a processor.
            let isComputing = cpuTime &- seen.cpuTime > Monitor.millisecond / 10 || !pulse.isBlocked
            seen.cpuTime = cpuTime
            sightings[key] = seen
            if pulse.isDisplaced.load(ordering: .relaxed) {
                displacedComputations += isComputing ? 1 : 0
                continue
            }
            suspects += 1
            if !isComputing {
                stuckInKernel.append(pulse)
            } else if now - seen.since >= Monitor.computationLimit {
                stuckInComputation.append(pulse)
            }
        }
        if sightings.count > 2 * current.count { forgetAllBut(current) }
        if mayReplace { replace(stuckInKernel, stuckInComputation, displacedComputations, scheduler) }
        return suspects
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
