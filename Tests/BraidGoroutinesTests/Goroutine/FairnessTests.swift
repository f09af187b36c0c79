import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore
@testable import BraidGoroutines

/// One worker, no monitor, and goroutines that always have something to do: nobody else may wait for ever behind them. A
/// newcomer that does, hangs.
@Suite(.timeLimit(.minutes(20))) struct FairnessTests {
    /// Who keeps the worker busy.
    enum Pair: CaseIterable, Sendable {
        /// Each is next as soon as the other waits.
        case passingOn
        /// And starts another each time.
        case passingOnAndStarting
        case yielding
        /// Each ends, and has started its successor.
        case succeedingEachOther
        /// More goroutines than a seat has room for.
        case manyYielding
    }

    /// From where the newcomer comes.
    enum Newcomer: CaseIterable, Sendable {
        /// Into the worker's own seat, before the pair begins.
        case insideBefore
        /// Into the same, after it has begun.
        case insideAfter
        case fromAThread
        case sleeper
        case timer
        case descriptor
    }

    @Test(arguments: Pair.allCases, Newcomer.allCases)
    func aBusyPairStarvesNobody(pair: Pair, newcomer: Newcomer) async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            let (isOver, group, pipe) = (Flag(), WaitGroup(), try Pipe())
            group.add(2)
            scheduler.launch(name: nil, stackSize: nil, site: .unknown) {
                defer { group.done() }
                if newcomer == .insideBefore { group.go { isOver.raise() } }
                FairnessTests.begin(newcomer, group, pipe, isOver)
                FairnessTests.begin(pair, group, isOver)
                Goroutine.yield()
                if newcomer == .insideAfter { group.go { isOver.raise() } }
            }
            scheduler.launch(name: nil, stackSize: nil, site: .unknown) { group.done() }
            pipe.write("x")
            if newcomer == .fromAThread {
                scheduler.launch(name: nil, stackSize: nil, site: .unknown) { isOver.raise() }
            }
            group.wait()
            scheduler.stop()
        }
    }

    private static func begin(_ newcomer: Newcomer, _ group: WaitGroup, _ pipe: Pipe, _ isOver: Flag) {
        switch newcomer {
        case .insideBefore, .insideAfter, .fromAThread: break
        case .sleeper:
            group.go {
                sleep(.milliseconds(1))
                isOver.raise()
            }
        case .timer: afterFunc(.milliseconds(1)) { isOver.raise() }
        case .descriptor:
            group.go {
                try Goroutine.wait(for: .reading, on: pipe.reading)
                isOver.raise()
            }
        }
    }

    private static func begin(_ pair: Pair, _ group: WaitGroup, _ isOver: Flag) {
        switch pair {
        case .passingOn, .passingOnAndStarting:
            let (there, back) = (Channel<Int>(), Channel<Int>())
            group.go {
                while !isOver.isRaised {
                    try there.send(1)
                    if pair == .passingOnAndStarting { group.go {} }
                    _ = back.receive()
                }
                try there.close()
            }
            group.go { for value in there { try back.send(value) } }
        case .yielding, .manyYielding:
            for _ in 0..<(pair == .yielding ? 2 : 3 * RunRing.capacity) {
                group.go { while !isOver.isRaised { Goroutine.yield() } }
            }
        case .succeedingEachOther:
            for _ in 0..<2 { group.go { succeed(group, isOver) } }
        }
    }

    private static func succeed(_ group: WaitGroup, _ isOver: Flag) {
        if !isOver.isRaised { group.go { succeed(group, isOver) } }
    }
}
