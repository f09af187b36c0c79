// Scheduling › Suspicion: which workers are stuck, and when to look again. A state machine: looks in, verdicts out.
//
// A worker that stays with one goroutine is stuck in the kernel if its thread's processor clock stands still and the kernel
// says that it waits, otherwise in a computation.
//
// Two looks, a millisecond apart, are needed for one in the kernel, 10 ms for one that computes, because more threads than
// processors only take turns. Computations are replaced up to a limit, for the same reason, and only if somebody waits. One
// that stays in the kernel while nobody waits is replaced too, but later: who comes then finds a worker awake for it.
//
// Where one goroutine blocks in the kernel the next often does too: after a replacement the looks follow each other four
// times as fast, until a millisecond has passed without one; and after a few of those, sixteen times as fast, and the first
// look at a new one is enough.

/// What can be seen of a worker.
protocol Suspect: AnyObject {
    /// A different number for each stay with a goroutine; nil if it is with none.
    var stay: UInt64? { get }
    /// The processor time that its thread has used, in nanoseconds.
    var cpuTime: UInt64 { get }
    /// Whether its thread waits in the kernel.
    var isBlocked: Bool { get }
    /// Whether another has its place already.
    var wasReplaced: Bool { get }
}

struct Suspicion<Worker: Suspect> {
    /// From how many replacements in quick succession on there is no doubt about the next.
    static var longStreak: Int { 4 }
    /// From how many looks on it is quiet: nobody has waited for anybody.
    static var quietLooks: Int { 20 }
    /// How long a computation may keep a worker from others.
    static var computationLimit: UInt64 { 10 * Monitor.millisecond }

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
    private var looksWithoutNeed = 0

    /// Nanoseconds until the next look.
    var pause: UInt64 {
        if streak >= Self.longStreak { return Monitor.millisecond / 16 }
        if streak > 0 { return Monitor.millisecond / 4 }
        return isQuiet ? 5 * Monitor.millisecond : Monitor.millisecond
    }

    private var isQuiet: Bool { looksWithoutNeed >= Self.quietLooks }

    /// There has been no look for some time: nothing is known of how quiet it is.
    mutating func endQuiet() { looksWithoutNeed = 0 }

    /// Looks at everybody once: those who are to be replaced, of whom at most `mostComputing` computing at the same time.
    mutating func look(at workers: [Worker], now: UInt64, somebodyWaits: Bool, mostComputing: Int) -> [Worker]
    {
        var (inKernel, computing): ([Worker], [Worker]) = ([], [])
        for worker in workers where !worker.wasReplaced {
            guard let stay = worker.stay else { continue }
            let cpuTime = worker.cpuTime
            let before = sightings[ObjectIdentifier(worker)].flatMap { $0.stay == stay ? $0 : nil }
            let since = before?.since ?? now
            sightings[ObjectIdentifier(worker)] = Sighting(stay: stay, since: since, cpuTime: cpuTime)
            guard somebodyWaits || isQuiet else { continue }
            let isCertain = before != nil || somebodyWaits && streak >= Self.longStreak
            // A clock that stands still is the cheap sign; on a busy machine it also is one of waiting for a processor.
            let hasComputed = cpuTime &- (before?.cpuTime ?? cpuTime) > Monitor.millisecond / 10
            if isCertain, !hasComputed, worker.isBlocked {
                inKernel.append(worker)
            } else if somebodyWaits, now - since >= Self.computationLimit {
                computing.append(worker)
            }
        }
        if !computing.isEmpty {
            let others = workers.count { $0.wasReplaced && $0.stay != nil && !$0.isBlocked }
            computing = Array(computing.prefix(max(0, mostComputing - others)))
        }
        if sightings.count > 2 * workers.count { forgetAllBut(workers) }
        looksWithoutNeed = somebodyWaits ? 0 : looksWithoutNeed + 1
        if !inKernel.isEmpty {
            (streak, lastReplacement) = (streak + 1, now)
        } else if now - lastReplacement >= Monitor.millisecond {
            streak = 0
        }
        return inKernel + computing
    }

    private mutating func forgetAllBut(_ current: [Worker]) {
        let alive = Set(current.map(ObjectIdentifier.init))
        sightings = sightings.filter { alive.contains($0.key) }
    }
}
