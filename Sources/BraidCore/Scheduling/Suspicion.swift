// Scheduling › Suspicion: which workers are stuck, and when to look again. A state machine: looks in, verdicts out.
//
// A worker that stays with one goroutine is stuck in the kernel if its thread's processor clock stands still and the kernel
// says that it waits, otherwise in a computation.
//
// The kernel does not always say: it is asked through a file of /proc, for which a process that is out of descriptors has none.
// Then one in the kernel is replaced as if it computed, and counts as one that computes until its clock has stood still for so
// long that it would have had its turn.
//
// Two looks, a millisecond apart, are needed for one in the kernel, 10 ms for one that computes, because more threads than
// processors only take turns. Computations are replaced up to a limit, for the same reason, and only if somebody waits for
// whom nobody else has time: another worker that goes from goroutine to goroutine takes what waits anywhere, but for what lies
// in a seat while it has enough to do in its own. One that starts a million goroutines computes too, and has no time to lose.
//
// One that stays in the kernel while nobody waits is replaced too, but later: who comes then finds a worker awake for it.
//
// How long somebody computes is told by a clock that goes on by a few milliseconds at most from one look to the next. A process
// that was stopped, or whose control group has used up its share of processor time, has computed nothing meanwhile, and its
// monitor has not looked.
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
    /// Whether its thread waits in the kernel; nil if the kernel does not say.
    var isBlocked: Bool? { get }
    /// Whether another has its place already, or it rests.
    var wasReplaced: Bool { get }
}

/// What waits in the seat of a worker: the same as before if there is something, and nothing has been taken from it.
struct Backlog: Equatable {
    static let none = Backlog(count: 0, takings: 0)

    let count: Int
    let takings: UInt
}

struct Suspicion<Worker: Suspect> {
    /// From how many replacements in quick succession on there is no doubt about the next.
    static var longStreak: Int { 4 }
    /// From how many looks on it is quiet: nobody has waited for anybody.
    static var quietLooks: Int { 20 }
    /// How long a computation may keep a worker from others.
    static var computationLimit: UInt64 { 10 * Monitor.millisecond }

    /// By how much a computation is longer after a look than after the one before, at most: as far apart as looks are meant to
    /// be when it is quiet.
    static var longestGap: UInt64 { 5 * Monitor.millisecond }

    /// How long a clock that computes may stand still: as many as are allowed on a processor have their turns meanwhile.
    static var longestTurns: UInt64 { UInt64(Monitor.computationsPerProcessor) * computationLimit }

    /// One that is to be replaced, if it is still with the goroutine that it was seen with.
    struct Verdict {
        let worker: Worker
        let stay: UInt64
    }

    /// The clock of one that was replaced.
    private struct Standing {
        var cpuTime: UInt64
        var since: UInt64
    }

    private struct Sighting {
        var stay: UInt64
        var since: UInt64
        var cpuTime: UInt64
        var backlog: Backlog
        var backlogSince: UInt64

        init(stay: UInt64, at now: UInt64, cpuTime: UInt64, backlog: Backlog, before: Sighting?) {
            (self.stay, self.cpuTime, self.backlog) = (stay, cpuTime, backlog)
            since = before?.since ?? now
            backlogSince = before.flatMap { $0.backlog == backlog ? $0.backlogSince : nil } ?? now
        }
    }

    private var sightings: [ObjectIdentifier: Sighting] = [:]
    /// Only of those of whom the kernel does not say whether they wait.
    private var standings: [ObjectIdentifier: Standing] = [:]
    /// How many looks have found somebody stuck in the kernel, each within a millisecond of the one before: a worker that
    /// has just been seated needs part of that to start, and to block.
    private var streak = 0
    private var lastReplacement: UInt64 = 0
    private var lastLook: UInt64 = 0
    /// The clock of computations.
    private var watched: UInt64 = 0
    private var looksWithoutNeed = 0
    /// Somebody waited at the last look, and no worker was with a goroutine: one is on its way.
    private var isWorkerExpected = false

    /// Nanoseconds until the next look.
    var pause: UInt64 {
        if streak >= Self.longStreak { return Monitor.millisecond / 16 }
        if streak > 0 || isWorkerExpected { return Monitor.millisecond / 4 }
        return isQuiet ? Self.longestGap : Monitor.millisecond
    }

    private var isQuiet: Bool { looksWithoutNeed >= Self.quietLooks }

    /// There has been no look for some time: nothing is known of how quiet it is.
    mutating func endQuiet() { looksWithoutNeed = 0 }

    /// Looks at everybody once: those who are to be replaced, of whom at most `mostComputing` computing at the same time.
    mutating func look(
        at workers: [Worker], now: UInt64, somebodyWaits: Bool, mostComputing: Int,
        backlog: (Worker) -> Backlog
    ) -> [Verdict] {
        var (inKernel, computing): ([Verdict], [(verdict: Verdict, isNeeded: Bool)]) = ([], [])
        var somebodyHasTime = false
        isWorkerExpected = somebodyWaits
        watched += min(now - lastLook, Self.longestGap)
        lastLook = now
        for worker in workers where !worker.wasReplaced {
            guard let stay = worker.stay else {
                somebodyHasTime = true
                continue
            }
            isWorkerExpected = false
            let key = ObjectIdentifier(worker)
            let before = sightings[key].flatMap { $0.stay == stay ? $0 : nil }
            let sighting = Sighting(
                stay: stay, at: watched, cpuTime: worker.cpuTime, backlog: backlog(worker), before: before)
            sightings[key] = sighting
            let isLong = watched - sighting.since >= Self.computationLimit
            if !isLong { somebodyHasTime = true }
            guard somebodyWaits || isQuiet else { continue }
            let isCertain = before != nil || somebodyWaits && streak >= Self.longStreak
            // A clock that stands still is the cheap sign; on a busy machine it also is one of waiting for a processor.
            let hasComputed =
                sighting.cpuTime &- (before?.cpuTime ?? sighting.cpuTime) > Monitor.millisecond / 10
            let verdict = Verdict(worker: worker, stay: stay)
            if isCertain, !hasComputed, worker.isBlocked == true {
                inKernel.append(verdict)
            } else if somebodyWaits, isLong {
                let isNeeded =
                    sighting.backlog.count > 0 && watched - sighting.backlogSince >= Self.computationLimit
                computing.append((verdict, isNeeded))
            }
        }
        let wanted = computing.filter { $0.isNeeded || !somebodyHasTime }.map(\.verdict)
        let stuck = inKernel + allowed(wanted, mostComputing, workers)
        if max(sightings.count, standings.count) > 2 * workers.count { forgetAllBut(workers) }
        looksWithoutNeed = somebodyWaits ? 0 : looksWithoutNeed + 1
        if !inKernel.isEmpty {
            (streak, lastReplacement) = (streak + 1, now)
        } else if now - lastReplacement >= Monitor.millisecond {
            streak = 0
        }
        return stuck
    }

    /// As many of those who compute as may be replaced beside those who were and compute still.
    private mutating func allowed(
        _ computing: [Verdict], _ most: Int, _ workers: [Worker]
    ) -> ArraySlice<Verdict> {
        guard !computing.isEmpty else { return [] }
        var others = 0
        for worker in workers where worker.wasReplaced && worker.stay != nil {
            if worker.isBlocked.map(!) ?? hasTurns(worker) { others += 1 }
        }
        return computing.prefix(max(0, most - others))
    }

    /// Whether the clock of one that was replaced has moved lately, as far as is known.
    private mutating func hasTurns(_ worker: Worker) -> Bool {
        let (key, cpuTime) = (ObjectIdentifier(worker), worker.cpuTime)
        if let standing = standings[key], standing.cpuTime == cpuTime {
            return watched - standing.since < Self.longestTurns
        }
        standings[key] = Standing(cpuTime: cpuTime, since: watched)
        return true
    }

    private mutating func forgetAllBut(_ current: [Worker]) {
        let alive = Set(current.map(ObjectIdentifier.init))
        sightings = sightings.filter { alive.contains($0.key) }
        standings = standings.filter { alive.contains($0.key) }
    }
}
