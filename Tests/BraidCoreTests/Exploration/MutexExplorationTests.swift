@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// A mutex for those who park is let go of without a look at its queue, while one who was beaten makes it starve, in all
/// interleavings: one at a time has it, and nobody waits for a mutex that is free.
///
/// The transitions are those of `MutexCore` in BraidGoroutines, written once more: that keeps its word in its own storage, and
/// its waiters park. Who changes them there changes them here.
@Suite struct MutexExplorationTests {
    /// A holder lets go; one who was woken before and has waited for long is on his way; the others come or wait.
    private static func lettingGo(newcomers: Int, queued: Int, mistake: ModelMutex.Mistake? = nil)
        -> @Sendable (Model) -> Void
    {
        { model in
            let mutex = ModelMutex(mistake: mistake, queued: queued) { seen in
                let excluded = ModelMutex.starving | ModelMutex.woken
                model.expect(seen & excluded != excluded, "it starves, and somebody is on the way to compete")
            }
            let guarded = Explored.allocate(1, "guarded")[0]
            func holds() {
                guarded.plainStore(guarded.plainLoad() + 1)
                mutex.unlock()
            }
            model.thread("holder") { holds() }
            model.thread("woken") {
                mutex.lock(as: 1, .woken)
                holds()
            }
            for number in 0..<queued {
                model.thread("queued") {
                    mutex.lock(as: UInt(2 + number), .queued)
                    holds()
                }
            }
            for number in 0..<newcomers {
                model.thread("newcomer") {
                    mutex.lock(as: UInt(2 + queued + number), .comes)
                    holds()
                }
            }
            model.finally {
                model.expect(guarded.plainLoad() == UInt(2 + queued + newcomers), "two had it")
                model.expect(
                    mutex.word.load(.relaxed) == 0, "its word is left at \(mutex.word.load(.relaxed))")
            }
        }
    }

    @Test func whoIsOnTheWayGetsItOrIsWokenAgain() async throws {
        try await explore("mutex: woken", preemptions: nil, Self.lettingGo(newcomers: 0, queued: 0))
    }

    @Test func soDoesWhoWaitsBehindHim() async throws {
        try await explore("mutex: woken, queued", preemptions: nil, Self.lettingGo(newcomers: 0, queued: 1))
    }

    @Test func aNewcomerTakesItFromNobodyForEver() async throws {
        try await explore("mutex: woken, newcomer", preemptions: 3, Self.lettingGo(newcomers: 1, queued: 0))
        try await explore(
            "mutex: woken, queued, newcomer", preemptions: 1, Self.lettingGo(newcomers: 1, queued: 1))
    }

    /// A mutex that starves may have been let go of, and then a newcomer has it.
    @Test func whoPassesOnWhatHeHasLetGoOfGivesItTwice() async throws {
        let found = try await exploration(
            "mutex, passes on", preemptions: nil,
            Self.lettingGo(newcomers: 1, queued: 0, mistake: .passesOnWithoutTakingIt))
        #expect(found.failure != nil)
    }

    @Test func whoLooksBeforeHeLetsGoLosesOneWhoQueuesInBetween() async throws {
        let found = try await exploration(
            "mutex, looks before", preemptions: nil,
            Self.lettingGo(newcomers: 1, queued: 0, mistake: .looksBefore))
        guard case .deadlock? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }
}

/// `MutexCore`, with numbers for its waiters.
private struct ModelMutex {
    enum Mistake { case passesOnWithoutTakingIt, looksBefore }
    /// Where a wait is when the model begins.
    enum Beginning { case comes, queued, woken }

    static let (locked, queued, starving, woken): (UInt, UInt, UInt, UInt) = (1, 2, 4, 8)
    /// What a waiter is told.
    private static let (compete, isYours): (UInt, UInt) = (1, 2)

    let mistake: Mistake?
    let word = Explored.allocate(1, "mutex")[0]
    private let queue = Explored.Lock()
    /// The numbers of those in the queue, four bits each, the first one in the lowest.
    private let waiters = Explored.allocate(1, "waiters")[0]
    private let told = Explored.allocate(5, "told")

    /// What whoever lets go has seen.
    private let check: (UInt) -> Void

    init(mistake: Mistake?, queued count: Int, check: @escaping (UInt) -> Void) {
        self.mistake = mistake
        self.check = check
        for number in (0..<count).reversed() {
            waiters.store(waiters.load(.relaxed) << 4 | UInt(2 + number), .relaxed)
        }
        word.store(
            ModelMutex.locked | ModelMutex.woken | (count > 0 ? ModelMutex.queued : 0), .relaxed)
    }

    func lock(as number: UInt, _ beginning: Beginning) {
        switch beginning {
        case .comes where word.bitwiseOr(ModelMutex.locked, .acquiring) & ModelMutex.locked == 0: return
        case .comes: if enter(number, hasWaited: false) { return }
        case .queued: break
        // As all who were woken here, he has waited for longer than his patience lasts.
        case .woken: if enter(number, hasWaited: true) { return endStarvation(hasWaitedLong: true) }
        }
        while true {
            let slot = told[Int(number)]
            while slot.load(.acquiring) == 0 { slot.wait(while: 0) }
            let verdict = slot.load(.relaxed)
            slot.store(0, .relaxed)
            if verdict == ModelMutex.isYours || enter(number, hasWaited: true) {
                return endStarvation(hasWaitedLong: beginning != .comes)
            }
        }
    }

    private func enter(_ number: UInt, hasWaited: Bool) -> Bool {
        queue.withLock {
            while true {
                let seen = word.load(.relaxed)
                let isFree = seen & (ModelMutex.locked | ModelMutex.starving) == 0
                var wanted = seen | (isFree ? ModelMutex.locked : ModelMutex.queued)
                if !isFree, hasWaited { wanted |= ModelMutex.starving }
                if hasWaited { wanted &= ~ModelMutex.woken }
                guard word.compareExchange(expected: seen, desired: wanted, .acquiring).exchanged else {
                    continue
                }
                if isFree { return true }
                let others = waiters.plainLoad()
                let end = UInt((0..<8).first { others >> (UInt($0) * 4) == 0 } ?? 8) * 4
                waiters.plainStore(hasWaited ? others << 4 | number : others | number << end)
                return false
            }
        }
    }

    private func endStarvation(hasWaitedLong: Bool) {
        guard word.load(.relaxed) & ModelMutex.starving != 0 else { return }
        queue.withLock {
            let others = waiters.plainLoad()
            guard others == 0 || !hasWaitedLong else { return }
            let woken = word.load(.relaxed) & ModelMutex.woken
            word.store(ModelMutex.locked | (others == 0 ? 0 : ModelMutex.queued) | woken, .relaxed)
        }
    }

    func unlock() {
        let before = word.load(.relaxed)
        guard before & ModelMutex.starving == 0 else {
            return tell(queue.withLock { passOn() }, ModelMutex.isYours)
        }
        let old = word.add(0 &- ModelMutex.locked, .releasing)
        check(old)
        let seen = mistake == .looksBefore ? before : old
        if seen == ModelMutex.locked || seen & ~ModelMutex.queued == ModelMutex.locked | ModelMutex.woken {
            return
        }
        wakeNext()
    }

    private func wakeNext() {
        var verdict = ModelMutex.compete
        let next: UInt = queue.withLock {
            let now = word.load(.relaxed)
            guard now & (ModelMutex.locked | ModelMutex.woken) == 0 else { return 0 }
            if now & ModelMutex.starving != 0 {
                if mistake != .passesOnWithoutTakingIt {
                    let isTaken = word.bitwiseOr(ModelMutex.locked, .acquiring) & ModelMutex.locked != 0
                    guard !isTaken else { return 0 }
                }
                verdict = ModelMutex.isYours
                return passOn()
            }
            let next = takeFirst()
            if waiters.plainLoad() == 0 { _ = word.bitwiseAnd(~ModelMutex.queued, .relaxed) }
            if next != 0 { _ = word.bitwiseOr(ModelMutex.woken, .relaxed) }
            return next
        }
        tell(next, verdict)
    }

    private func passOn() -> UInt {
        let next = takeFirst()
        guard next != 0 else {
            word.store(0, .releasing)
            return 0
        }
        let rest = waiters.plainLoad() == 0 ? 0 : ModelMutex.queued
        word.store(ModelMutex.locked | ModelMutex.starving | rest, .releasing)
        return next
    }

    private func takeFirst() -> UInt {
        let others = waiters.plainLoad()
        waiters.plainStore(others >> 4)
        return others & 15
    }

    private func tell(_ number: UInt, _ verdict: UInt) {
        guard number != 0 else { return }
        told[Int(number)].store(verdict, .releasing)
        told[Int(number)].wake(1)
    }
}
