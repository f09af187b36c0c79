import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore

/// Who waits for goroutines hears of every end, of several at once if he waits for all of them anyway. With one worker that
/// nobody replaces, so the order is known.
@Suite struct EndListenerTests {
    private final class Group: EndListener, GoroutineGroup {
        /// How many ends each call told of.
        let told = Shared([Int]())

        var sum: Int { told.value.reduce(0, +) }

        func goroutinesHaveEnded(_ count: Int) { told.withLock { $0.append(count) } }

        func goroutineHasEnded() { goroutinesHaveEnded(1) }
    }

    /// Runs `body` in a goroutine of a scheduler of its own, and waits until nothing is left to run.
    private func onOneWorker(_ body: @escaping @Sendable () -> Void) async throws {
        try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                scheduler.runAll(1) { _ in body() }
                while scheduler.liveCount > 0 { pauseThread() }
            }
        }
    }

    private static func launch(
        of group: Group?, _ count: Int = 1, _ body: @escaping @Sendable () throws -> Void = {}
    ) {
        for _ in 0..<count {
            Scheduler.launch(
                name: nil, stackSize: nil, site: CreationSite(fileID: #fileID, line: #line),
                group: group.map { GroupMembership($0) }, body)
        }
    }

    @Test func whoWaitsForAllHearsOfEveryEndInFewerCalls() async throws {
        let group = Group()
        try await onOneWorker { Self.launch(of: group, 200) }
        #expect(group.sum == 200)
        #expect(group.told.value.count < 50)
    }

    @Test func whoWaitsForEachHearsOfEach() async throws {
        let listener = Group()
        try await onOneWorker {
            for _ in 0..<100 {
                let site = CreationSite(fileID: #fileID, line: #line)
                Scheduler.launch(name: nil, stackSize: nil, site: site, listener: listener) {}
            }
        }
        #expect(listener.told.value == Array(repeating: 1, count: 100))
    }

    @Test func allIsToldBeforeAGoroutineOfAnotherGroupRuns() async throws {
        let (group, other) = (Group(), Group())
        try await onOneWorker {
            Self.launch(of: group, 5)
            Self.launch(of: other) { #expect(group.sum == 5) }
            Self.launch(of: group, 3)
            Self.launch(of: nil) { #expect(group.sum == 8 && other.sum == 1) }
        }
    }

    @Test func allIsToldWhenOneOfTheGroupWaits() async throws {
        let group = Group()
        try await onOneWorker {
            Self.launch(of: group, 5)
            Self.launch(of: group) {
                Fiber.current?.yield()
                #expect(group.sum == 5)
            }
        }
        #expect(group.sum == 6)
    }

    /// Whose end runs code, as that of a result does which nobody wants.
    private final class Parting: EndListener {
        private let end: @Sendable () -> Void

        init(_ end: @escaping @Sendable () -> Void) { self.end = end }

        func goroutineHasEnded() {}

        deinit { end() }
    }

    /// A goroutine whose listener nobody else holds.
    private static func launch(
        endingWith end: @escaping @Sendable () -> Void, _ body: @escaping @Sendable () -> Void = {}
    ) {
        let site = CreationSite(fileID: #fileID, line: #line)
        Scheduler.launch(name: nil, stackSize: nil, site: site, listener: Parting(end), body)
    }

    /// The goroutine that comes next on the worker has not yet looked how its own wait has ended.
    @Test func aWaitAtTheEndOfAListenerIsNotTheNextGoroutinesWait() async throws {
        let verdict = Shared<Verdict?>(nil)
        let stacks = Shared<[Fiber?]>([])
        try await onOneWorker {
            Waiter.withCurrent { waiter in
                stacks.withLock { $0.append(Fiber.current) }
                Self.launch(endingWith: {
                    stacks.withLock { $0.append(Fiber.current) }
                    Waiter.withCurrent { own in
                        _ = own.claim(.done)
                        own.ready()
                        _ = own.park(.none)
                    }
                }) {
                    stacks.withLock { $0.append(Fiber.current) }
                    _ = waiter.claim(.timedOut)
                    waiter.ready()
                }
                let ending = waiter.park(.none)
                verdict.withLock { $0 = ending }
            }
        }
        #expect(verdict.value == .timedOut)
        #expect(stacks.value.count == 3)
        #expect(stacks.value[1] == stacks.value[2], "it ends on its own goroutine's stack")
    }

    /// The worker of before goes on with another goroutine meanwhile.
    @Test func aListenersEndMayGoOnOnAnotherWorker() async throws {
        try await onPlainThread {
            withScheduler(workers: 4) { scheduler in
                let rounds = isSanitized ? 100 : 1_000
                let (ended, elsewhere) = (Latch(4 * rounds), Shared(0))
                scheduler.runAll(4) { lane in
                    for _ in 0..<rounds {
                        Self.launch(endingWith: {
                            if Fiber.current == nil { elsewhere.withLock { $0 += 1 } }
                            Fiber.current?.yieldToAll()
                            ended.countDown()
                        })
                        if lane % 2 == 0 { Fiber.current?.yield() }
                    }
                }
                ended.wait()
                while scheduler.liveCount > 0 { pauseThread() }
                #expect(elsewhere.value == 0)
            }
        }
    }

    /// Ends that are told late must not be lost, wherever the goroutine goes on that kept them waiting.
    @Test func noGroupWaitsForEver() async throws {
        // A group must live until it has been told of all, and the call that tells it last has returned.
        let groups = Shared([Group]())
        try await onPlainThread {
            withScheduler(workers: 4) { scheduler in
                scheduler.runAll(8) { lane in
                    for round in 0..<(isSanitized ? 20 : 200) {
                        let (group, ended) = (Group(), Latch(40))
                        groups.withLock { $0.append(group) }
                        for number in 0..<40 {
                            Self.launch(of: group) {
                                defer { ended.countDown() }
                                switch (number + lane + round) % 7 {
                                case 0: Fiber.current?.yield()
                                case 1: Fiber.current?.yieldToAll()
                                case 2:
                                    let deadline = scheduler.clock.now.advanced(by: .microseconds(number))
                                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                                case 3: Self.launch(of: nil)
                                default: break
                                }
                            }
                        }
                        ended.wait()
                        while group.sum < 40 { Fiber.current?.yield() }
                        #expect(group.sum == 40)
                    }
                }
            }
        }
    }
}
