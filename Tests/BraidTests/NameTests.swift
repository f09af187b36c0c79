// Every main name, beside the modules that have the most names of their own. That this file compiles is the test.

import Braid
import Dispatch
import Foundation
import Synchronization
import Testing

@Suite struct NameTests {
    @Test func theMainNamesAreUsableBesideFoundationSynchronizationAndDispatch() async throws {
        let thread = Thread { NameTests.useEverything() }
        thread.start()
        while !thread.isFinished { await Task.yield() }
    }

    private static func useEverything() {
        let channel = Channel<Int>(capacity: 1)
        let group = WaitGroup()
        group.go { try channel.send(1) }
        group.wait()
        let spawned = spawn { () throws(Never) in channel.receive() ?? 0 }
        #expect(spawned.join() == 1)
        go { Goroutine.yield() }
        sleep(.nanoseconds(1))
        #expect(runBlocking { () async throws(Never) in 1 } == 1)
        #expect(throws: Never.self) { try useTheLoop() }
        let lock = Synchronization.Mutex(0)
        lock.withLock { $0 += 1 }
        DispatchQueue(label: "names").sync {}
        #expect(Date.distantPast < Date())
    }

    private static func useTheLoop() throws {
        try EventLoop.runUntilIdle {
            let (promise, resolve, _) = Promise<Int>.withResolvers()
            queueMicrotask { resolve(1) }
            promise.then { $0 + 1 }.catch { _ in 0 }.finally {}
            Promise.all([promise]).then { _ in }
            Promise.race([promise]).then { _ in }
            clearTimeout(setTimeout(.seconds(60)) {})
        }
        try EventLoop.run {
            let future = Future<Int>()
            let task: LoopTask<Int> = createTask { try await future.value }
            try future.setResult(1)
            let results = try await gather([task, ensureFuture { 2 }])
            #expect(results == [1, 2])
            try await sleep(.nanoseconds(1))
            #expect(try await waitFor(ensureFuture { 3 }, timeout: .seconds(60)) == 3)
            #expect(try await toThread { 4 } == 4)
            #expect(try await toGoroutine { 5 } == 5)
        }
    }
}
