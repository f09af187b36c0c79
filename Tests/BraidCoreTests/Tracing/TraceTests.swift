import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCore

/// One trace at a time, so these tests run one after another; each looks at one scheduler, because others run meanwhile.
@Suite(.serialized, .timeLimit(.minutes(20))) struct TraceTests {
    /// The steps of goroutines on a seeded scheduler.
    private func seeded(
        _ seed: UInt64, capacity: Int = 1_024, _ body: @escaping @Sendable (Scheduler) -> Void
    ) async throws -> [TraceEvent] {
        try await onPlainThread {
            let scheduler = Scheduler(seed: seed)
            Trace.start(capacity: capacity, of: scheduler)
            scheduler.go(name: "first") { body(scheduler) }
            scheduler.run()
            return Trace.stop()
        }
    }

    /// The steps on a scheduler with threads, from before `body` until everybody has ended.
    private func traced(
        workers: Int, hasMonitor: Bool = false, _ body: @escaping @Sendable (Scheduler) -> Void
    ) async throws -> [TraceEvent] {
        try await onPlainThread {
            let scheduler = Scheduler(workers: workers, layout: nil, hasMonitor: hasMonitor)
            Trace.start(of: scheduler)
            body(scheduler)
            scheduler.stop()
            return Trace.stop()
        }
    }

    private func steps(_ events: [TraceEvent], of goroutine: UInt64) -> [TraceStep] {
        events.filter { $0.goroutine == goroutine }.map(\.step)
    }

    @Test func aGoroutineIsLaunchedBeginsAndEnds() async throws {
        let events = try await seeded(1) { _ in }
        #expect(events.map(\.step) == [.launched, .begun, .ended])
        #expect(events.map(\.goroutine) == [1, 1, 1])
        #expect(events.map(\.worker) == [nil, 0, 0], "it was launched by a thread that is no worker")
    }

    @Test func whoLaunchedWhomIsKnown() async throws {
        let events = try await seeded(1) { scheduler in scheduler.go {} }
        #expect(events.filter { $0.step == .launched }.map(\.subject) == [0, 1])
    }

    @Test func parkingHasItsReasonAndReadyItsCause() async throws {
        let events = try await seeded(1) { scheduler in
            let latch = Latch(1)
            scheduler.go {
                Fiber.current?.yield()
                latch.countDown()
            }
            latch.wait()
        }
        #expect(steps(events, of: 1) == [.launched, .begun, .parked, .ready, .resumed, .ended])
        #expect(steps(events, of: 2) == [.launched, .begun, .yielded, .resumed, .ended])
        let parked = try #require(events.first { $0.step == .parked })
        #expect(WaitReason(rawValue: UInt8(parked.subject)) == .waitGroup)
        #expect(events.first { $0.step == .ready }?.subject == 2)
    }

    /// It waits as its thread does, and is started and woken like any other.
    @Test func theWaitsOfAPinnedGoroutineAreNoted() async throws {
        let events = try await traced(workers: 1) { scheduler in
            let (latch, ended) = (Latch(1), Latch(3))
            scheduler.go {
                Fiber.pinned {
                    // It has the only seat until it waits.
                    scheduler.go {
                        latch.countDown()
                        ended.countDown()
                    }
                    latch.wait()
                    _ = Fiber.yieldPinned()
                    let deadline = scheduler.clock.now.advanced(by: .milliseconds(1))
                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                    Latch(1).wait(until: deadline)
                    let other = Latch(1)
                    scheduler.go {
                        other.wait()
                        ended.countDown()
                    }
                    while scheduler.fibers.allSatisfy({ $0.waitReason != .waitGroup }) { pauseThread() }
                    other.countDown()
                }
                ended.countDown()
            }
            ended.wait()
        }
        #expect(
            steps(events, of: 1) == [
                .launched, .begun, .parked, .ready, .resumed, .yielded, .resumed, .parked, .ready, .resumed,
                .parked, .ready, .resumed, .ended,
            ])
        let parked = events.filter { $0.goroutine == 1 && $0.step == .parked }
        #expect(
            parked.map { WaitReason(rawValue: UInt8($0.subject)) } == [.waitGroup, .sleep, .waitGroup])
        #expect(events.filter { $0.goroutine == 1 && $0.step == .ready }.map(\.subject) == [2, 0, 0])
        let launched = events.filter { $0.step == .launched }
        #expect(launched.map(\.subject) == [0, 1, 1])
        let last = launched.last?.goroutine
        #expect(events.first { $0.goroutine == last && $0.step == .ready }?.subject == 1)
    }

    @Test func timeIsThatOfTheScheduler() async throws {
        let events = try await seeded(1) { scheduler in
            let deadline = scheduler.clock.now.advanced(by: .seconds(3_600))
            Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
        }
        #expect(events.first { $0.step == .parked }?.nanoseconds == 0)
        let ready = try #require(events.first { $0.step == .ready })
        #expect(ready.nanoseconds == 3_600_000_000_000)
        #expect(ready.subject == 0, "time woke it, nobody else")
    }

    @Test func theSameSeedGivesTheSameTrace() async throws {
        let body: @Sendable (Scheduler) -> Void = { scheduler in
            let latch = Latch(20)
            for number in 0..<20 {
                scheduler.go {
                    for _ in 0..<number % 4 { Fiber.current?.yield() }
                    let deadline = scheduler.clock.now.advanced(by: .milliseconds(number * 7 % 5))
                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                    latch.countDown()
                }
            }
            latch.wait()
        }
        var traces: [[TraceEvent]] = []
        for seed: UInt64 in 0..<10 {
            traces.append(try await seeded(seed, body))
            #expect(try await seeded(seed, body) == traces.last)
        }
        #expect(Set(traces.map { $0.map(\.goroutine) }).count > 1, "another seed is another order")
    }

    @Test func onlyTheLastStepsAreKept() async throws {
        let events = try await seeded(1, capacity: 5) { _ in
            for _ in 0..<100 { Fiber.current?.yield() }
        }
        // Five are eight: a power of two.
        #expect(
            events.filter { $0.worker == 0 }.map(\.step)
                == [.resumed, .yielded, .resumed, .yielded, .resumed, .yielded, .resumed, .ended])
    }

    @Test func nothingIsNotedWithoutATrace() async throws {
        #expect(Trace.stop().isEmpty)
        let events = try await seeded(1) { _ in }
        #expect(events.count == 3, "and nothing of what came before the start")
        #expect(Trace.stop().isEmpty, "nothing is told twice")
    }

    @Test func aSeatWithoutRoomOverflows() async throws {
        let events = try await traced(workers: 1) { scheduler in
            scheduler.runAll(1) { _ in
                for _ in 0..<2 * RunRing.capacity { scheduler.go {} }
            }
        }
        let overflow = try #require(events.first { $0.step == .overflowed })
        #expect(overflow.count == RunRing.capacity / 2)
        #expect(overflow.worker == 0)
    }

    @Test func aTheftNamesTheSeat() async throws {
        let events = try await traced(workers: 2) { scheduler in
            // Whoever has the seat stays in one goroutine, so that the other worker must take from it.
            let (all, done) = (Latch(100), Shared(0))
            scheduler.go {
                for _ in 0..<100 {
                    scheduler.go {
                        done.withLock { $0 += 1 }
                        all.countDown()
                    }
                }
                while done.value < 100 { sched_yield() }
            }
            all.wait()
        }
        let theft = try #require(events.first { $0.step == .stolen })
        #expect(theft.count > 0)
        #expect([0, 1].contains(theft.seat))
        #expect(theft.worker != nil)
    }

    @Test func seatsThatAreLeftAndTakenAreNoted() async throws {
        let events = try await traced(workers: 1) { scheduler in
            scheduler.workerTarget = 2
            // Each needs a worker to itself.
            let arrived = Shared(0)
            scheduler.runAll(2) { _ in
                arrived.withLock { $0 += 1 }
                while arrived.value < 2 { sched_yield() }
            }
            scheduler.workerTarget = 1
            while !scheduler.seats[1].tenancy.isFree { sched_yield() }
        }
        let steps = events.filter { $0.subject == 1 && [.seatTaken, .seatLost].contains($0.step) }
        #expect(steps.map(\.step) == [.seatTaken, .seatLost])
    }

    @Test func aWorkerThatTheMonitorReplacesLosesItsSeat() async throws {
        let events = try await traced(workers: 1, hasMonitor: true) { scheduler in
            let gate = Flag()
            let latch = Latch(1)
            scheduler.go { while !gate.isRaised { usleep(1_000) } }
            scheduler.go {
                gate.raise()
                latch.countDown()
            }
            latch.wait()
        }
        let lost = try #require(events.firstIndex { $0.step == .seatLost && $0.subject == 0 })
        #expect(events[lost].worker == nil, "the monitor said so")
        #expect(events[lost...].contains { $0.step == .seatTaken && $0.subject == 0 })
    }

    @Test func aWorkerThatSleepsAndWakesIsNoted() async throws {
        let events = try await traced(workers: 1) { scheduler in
            scheduler.runAll(1) { _ in }
            // There is nothing more to do.
            while scheduler.state.withLock({ $0.idleness.sleeping }) == 0 { sched_yield() }
        }
        let slept = try #require(events.firstIndex { $0.step == .workerSlept })
        #expect(events[slept...].contains { $0.step == .workerWoke && $0.worker == events[slept].worker })
    }

    @Test func aTraceMayBeTakenWhileGoroutinesRun() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let (isOver, ended) = (Flag(), Latch(8))
                for _ in 0..<8 {
                    scheduler.go {
                        while !isOver.isRaised { Fiber.current?.yield() }
                        ended.countDown()
                    }
                }
                for _ in 0..<20 {
                    Trace.start(capacity: 64, of: scheduler)
                    for _ in 0..<100 { sched_yield() }
                    for event in Trace.stop() {
                        #expect((1...2_048).contains(event.goroutine) || event.goroutine == 0)
                    }
                }
                isOver.raise()
                ended.wait()
            }
        }
    }
}
