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
        #expect(throws: Never.self) { try useTheToolbox() }
        let lock = Synchronization.Mutex(0)
        lock.withLock { $0 += 1 }
        DispatchQueue(label: "names").sync {}
        #expect(Date.distantPast < Date())
    }

    private static func useTheToolbox() throws {
        let channel = Channel<Int>(capacity: 1)
        try select {
            send(1, to: channel) {}
            after(.seconds(60)) {}
        }
        switch select(.receive(from: channel), .otherwise) {
        case .first(let value): #expect(value == 1)
        case .second: Issue.record("a value is there")
        }
        let text = select {
            receive(from: channel) { "\($0 ?? 0)" }
            otherwise { "nothing" }
        }
        #expect(text == "nothing")
        let (context, cancel) = Context.background.withTimeout(.seconds(60))
        let timer = afterFunc(.seconds(60)) {}
        #expect(timer.stop())
        Goroutine.Timer(.seconds(60)).stop()
        Ticker(.seconds(60)).stop()
        #expect(after(.zero).receive() != nil)
        cancel()
        #expect(throws: ContextError.cancelled) { try channel.receive(in: context) }
        let mutex = Sync.Mutex(1)
        #expect(mutex.withLock { $0 } == 1)
        Sync.Once().run {}
        let permits = Sync.Semaphore(1)
        permits.acquire()
        permits.release()
        try withGoroutines { nursery in nursery.go { try channel.send(1) } }
        let group = ErrGroup()
        group.go {}
        try group.wait()
        #expect(try SingleFlight<Int, Int>().run(1) { 2 }.value == 2)
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
