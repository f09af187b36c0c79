import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore
@testable import BraidGoroutines

/// On one worker, a goroutine that computes loses its seat to another. It is not to go on beside it with calls that may wait, but
/// need not.
@Suite struct DisplacedTests {
    enum Call: CaseIterable, Sendable {
        case go, send, receive, select, lock, readLock, writeLock, acquire, once
        case lockWithin, readLockWithin, acquireWithin, onceWithin, receiveWithin
        case spawn, groupGo, groupWait, groupWaitWithin, join, joinWithin, barrier, flight, yield, sleep
    }

    @Test(arguments: Call.allCases)
    func itGoesBehindTheOthersAtItsNextCall(call: Call) async throws {
        try await onPlainThread {
            let (scheduler, group, channel) = (Scheduler(workers: 1), WaitGroup(), Channel<Int>(capacity: 4))
            try channel.send(1)
            let ended = spawn { 1 }
            _ = ended.join()
            let start: @Sendable (@escaping @Sendable () throws -> Void) -> Void = { body in
                group.add()
                scheduler.launch(name: nil, stackSize: nil, site: .unknown) {
                    defer { group.done() }
                    try body()
                }
            }
            start {
                // Somebody has to wait, or nobody is replaced.
                start {}
                while Worker.current?.wasReplaced == false {}
                try DisplacedTests.make(call, channel, ended)
                #expect(Worker.current?.wasReplaced == false)
            }
            group.wait()
            scheduler.stop()
        }
    }

    private static func make(_ call: Call, _ channel: Channel<Int>, _ ended: Spawned<Int, Never>) throws {
        switch call {
        case .go: BraidGoroutines.go {}
        case .send: try channel.send(2)
        case .receive: channel.receive()
        case .select: _ = BraidGoroutines.select(.receive(from: channel), .otherwise)
        case .lock: Sync.Mutex().lock()
        case .readLock: Sync.RWMutex().readLock()
        case .writeLock: Sync.RWMutex().lock()
        case .acquire: Sync.Semaphore(1).acquire()
        case .once: Sync.Once().run {}
        case .lockWithin: try Sync.Mutex().lock(within: .seconds(60))
        case .readLockWithin: try Sync.RWMutex().readLock(within: .seconds(60))
        case .acquireWithin: try Sync.Semaphore(1).acquire(within: .seconds(60))
        case .onceWithin: try Sync.Once().run(within: .seconds(60)) {}
        case .receiveWithin: _ = try channel.receive(within: .seconds(60))
        case .spawn: _ = BraidGoroutines.spawn { 1 }
        case .groupGo: WaitGroup().go {}
        case .groupWait: WaitGroup().wait()
        case .groupWaitWithin: try WaitGroup().wait(within: .seconds(60))
        case .join: _ = ended.join()
        case .joinWithin: _ = try ended.join(within: .seconds(60))
        case .barrier: Sync.Barrier(1).wait()
        case .flight: _ = try SingleFlight<Int, Int>().run(1) { 1 }
        case .yield: Goroutine.yield()
        case .sleep: BraidGoroutines.sleep(.microseconds(1))
        }
    }
}
