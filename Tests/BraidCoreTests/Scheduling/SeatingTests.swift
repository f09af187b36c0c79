import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore

/// Who loses a seat, who comes for it, and what becomes of those without. Without a monitor wherever the test does what it does.
@Suite(.timeLimit(.minutes(20))) struct SeatingTests {
    private static let anHour = Duration.seconds(3_600)

    /// The system has no more threads than the test lets it have.
    private final class Threads: Sendable {
        private let left: Shared<Int>
        let refusals = Shared(0)

        init(_ count: Int) { left = Shared(count) }

        func grant(_ count: Int) { left.withLock { $0 += count } }

        @Sendable func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
            let isGranted = left.withLock { left in
                defer { left = max(0, left - 1) }
                return left > 0
            }
            return isGranted && PlainThread(ifPossible: name, body) != nil
        }
    }

    @Test func aWorkerThatIsWithAnotherGoroutineByNowKeepsItsSeat() async throws {
        try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                scheduler.runAll(1) { _ in
                    guard let worker = Worker.current, let stay = worker.pulse.stay else {
                        Issue.record("on no worker")
                        return
                    }
                    scheduler.replace(worker.pulse, stuckIn: stay &- 2)
                    #expect(worker.isSeated)
                    scheduler.replace(worker.pulse, stuckIn: stay)
                    #expect(!worker.isSeated)
                }
            }
        }
    }

    @Test func aWorkerThatRestsHasNoTime() async throws {
        try await onPlainThread {
            let gate = Gate<HardwareMemory>()
            defer { gate.free() }
            var crew = Crew<Spare>()
            let pulse = Pulse(of: gate)
            #expect(!pulse.wasReplaced)
            crew.rest(Spare(pulse: pulse, parking: .current))
            #expect(pulse.wasReplaced)
        }
    }

    /// It rests because fewer workers are wanted, and for longer than this test has time.
    @Test func aWorkerThatComputesIsReplacedByOneThatRests() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 2, layout: nil, spareLife: Self.anHour)
            scheduler.workerTarget = 1
            while !scheduler.seats[1].tenancy.isFree { pauseThread() }
            let (isThere, isOver, latch) = (Flag(), Flag(), Latch(2))
            scheduler.go {
                isThere.raise()
                while !isOver.isRaised {}
                latch.countDown()
            }
            while !isThere.isRaised { pauseThread() }
            scheduler.go {
                isOver.raise()
                latch.countDown()
            }
            latch.wait()
            scheduler.stop()
        }
    }

    @Test func aThreadThatNobodyCallsEnds() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false, spareLife: .zero)
            for _ in 0..<10 { scheduler.runAll(1) { _ in Worker.current?.handSeatOver() } }
            while scheduler.state.withLock({ $0.threads }) > 1 { pauseThread() }
            scheduler.stop()
        }
    }

    /// A thief that visits the seat is in nobody's way for long.
    @Test func aSeatIsHandedOverWhileItIsVisited() async throws {
        try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                let (isThere, isVisited, isCalling, latch) = (Flag(), Flag(), Flag(), Latch(1))
                scheduler.go {
                    isThere.raise()
                    while !isVisited.isRaised { pauseThread() }
                    isCalling.raise()
                    Worker.current?.handSeatOver()
                    #expect(Worker.current?.isSeated == false)
                    latch.countDown()
                }
                while !isThere.isRaised || !scheduler.seats[0].tenancy.beginVisit() { pauseThread() }
                isVisited.raise()
                while !isCalling.isRaised { pauseThread() }
                // Time enough to find the visitor there.
                for _ in 0..<1_000 { pauseThread() }
                scheduler.seats[0].tenancy.endVisit()
                latch.wait()
            }
        }
    }

    /// The others have ended before it comes back.
    @Test func whatAWorkerWithoutASeatQueuesAtTheEndIsRun() async throws {
        let hasRun = Flag()
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            scheduler.go {
                Worker.current?.handSeatOver()
                while !scheduler.seats[0].tenancy.isFree { pauseThread() }
                scheduler.go { hasRun.raise() }
            }
            scheduler.stop()
        }
        #expect(hasRun.isRaised)
    }

    @Test func aSeatForWhichThereIsNoThreadIsFilledAtALaterLook() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            // The worker's and the monitor's.
            let threads = Threads(2)
            let scheduler = Scheduler(workers: 1, layout: nil) { name, body in
                if threads.start(name, body) { return true }
                // There is one at the third look.
                threads.refusals.withLock { $0 += 1 }
                if threads.refusals.value == 2 { threads.grant(1) }
                return false
            }
            let latch = Latch(2)
            scheduler.go {
                _ = pipe.readByte()
                latch.countDown()
            }
            scheduler.go {
                pipe.write("x")
                latch.countDown()
            }
            latch.wait()
            // More, if the machine keeps the writer's worker waiting, too.
            #expect(threads.refusals.value >= 2)
            scheduler.stop()
        }
    }

    @Test func aSeatForWhichThereIsNoThreadIsTakenByWhoeverComesBack() async throws {
        try await onPlainThread {
            let threads = Threads(1)
            let scheduler = Scheduler(
                workers: 1, layout: nil, hasMonitor: false, startingThreadsBy: threads.start)
            let latch = Latch(1)
            scheduler.go {
                Worker.current?.handSeatOver()
                scheduler.go { latch.countDown() }
            }
            latch.wait()
            scheduler.stop()
        }
    }

    @Test func aSchedulerBeginsWithAsManyWorkersAsCanBeHad() async throws {
        try await onPlainThread {
            let threads = Threads(2)
            let scheduler = Scheduler(
                workers: 4, layout: nil, hasMonitor: false, startingThreadsBy: threads.start)
            scheduler.runAll(100) { _ in Fiber.current?.yield() }
            scheduler.stop()
        }
    }

    @Test func withoutAThreadForAnyWorkerTheProgramEnds() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Scheduler(workers: 2, layout: nil, startingThreadsBy: { _, _ in false }).stop()
        }
        #expect(
            death?.standardErrorContent.says("the system has no thread for a worker of goroutines") == true)
    }

    @Test func noMoreWorkersAreUsualThanCanBeHad() {
        #expect(Scheduler.usualWorkers(on: 2) == 2)
        #expect(Scheduler.usualWorkers(on: 4_096) == 1_024)
    }
}
