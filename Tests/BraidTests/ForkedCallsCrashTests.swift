import Braid
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// The same for all else that goroutines and threads can call.
@Suite struct ForkedCallsCrashTests {
    enum Call: String, CaseIterable, Sendable {
        case cancelSpawned, joinWithin, sendWithin, receiveIn, iterate, select, selectNothing, selectAbsent
        case ends, sendToEnd, receiveFromEnd, closeEnd
        case withLock, withLockIfAvailable, lockWithin
        case readLock, tryReadLock, readUnlock, writeLock, tryWriteLock, writeUnlock
        case tryAcquire, release, conditionWait, signal, broadcast, barrier, poolGet, poolPut
        case groupGo, groupWaitWithin, errGroupGo, errGroupTryGo, errGroupWait, errors, nursery
        case flight, forget, onceValue
        case rootContext, childContext, timeout, cancel, contextError, contextCause, checkContext, done
        case afterFuncOfContext, takeBack
        case newTimer, stopTimer, resetTimer, newTicker, stopTicker, resetTicker, after, afterFunc
        case sleepNot, sleepIn, now
        case all, dump, dumpOnQuit, context, exit, identity, uncaught, longWaits
        case startTrace, stopTrace, closeDescriptor, waitForDescriptor
        case runBlocking, runLoop, task
    }

    @Test(arguments: Call.allCases, [true, false])
    func aCallStopsTheChild(call: Call, onGoroutine: Bool) async {
        let death = await #expect(processExitsWith: .exitCode(9), observing: [\.standardErrorContent]) {
            [call = call.rawValue as String, onGoroutine = onGoroutine as Bool] in
            try await onPlainThread {
                let prepared = Prepared()
                let work: @Sendable () -> Void = { inForkedChild { prepared.make(Call(rawValue: call)) } }
                guard onGoroutine else { return work() }
                go { work() }
                while true { pause() }
            }
        }
        #expect(death?.standardErrorContent.says(refusal) == true)
    }
}

/// What exists before the fork.
private struct Prepared: Sendable {
    let channel = Channel<Int>(capacity: 8)
    let empty = Channel<Int>()
    let ends = Channel<Int>.ends(capacity: 8)
    let mutex = Sync.Mutex()
    let held = Sync.Mutex()
    let read = Sync.RWMutex()
    let written = Sync.RWMutex()
    let free = Sync.RWMutex()
    let semaphore = Sync.Semaphore(2)
    let condition: Sync.Cond<Void>
    let barrier = Sync.Barrier(1)
    let pool = Sync.Pool { 1 }
    let group = WaitGroup()
    let errGroup = ErrGroup(limit: 2)
    let flights = SingleFlight<Int, Int>()
    let value = Sync.onceValue { 1 }
    let parent: Context
    let endParent: Cancel
    let ended: Context
    let takeBack: @Sendable () -> Bool
    let timer = Goroutine.Timer(.seconds(3_600))
    let ticker = Ticker(.seconds(3_600))
    let handle = spawn { 1 }

    init() {
        try? channel.send(1)
        try? ends.sender.send(1)
        held.lock()
        read.readLock()
        written.lock()
        semaphore.acquire()
        condition = Sync.Cond(held)
        (parent, endParent) = Context.background.withCancel()
        let (ended, end) = Context.background.withCancel()
        end()
        self.ended = ended
        takeBack = parent.afterFunc {}
        _ = value()
        _ = handle.join()
    }

    func make(_ call: ForkedCallsCrashTests.Call?) {
        switch call {
        case .cancelSpawned: handle.cancel()
        case .joinWithin: _ = try? handle.join(within: .seconds(1))
        case .sendWithin: try? channel.send(1, within: .seconds(1))
        case .receiveIn: _ = try? channel.receive(in: .background)
        case .iterate: for _ in channel { break }
        case .select: _ = Braid.select(.receive(from: channel), .otherwise)
        case .selectNothing: _ = Braid.select(.receive(from: empty), .otherwise)
        case .selectAbsent: _ = Braid.select(.receive(from: Channel<Int>?.none), .otherwise)
        case .ends: _ = Channel<Int>.ends()
        case .sendToEnd: try? ends.sender.send(1)
        case .receiveFromEnd: _ = ends.receiver.tryReceive()
        case .closeEnd: try? ends.sender.close()
        case .withLock: mutex.withLock { _ in }
        case .withLockIfAvailable: _ = mutex.withLockIfAvailable { _ in }
        case .lockWithin: try? mutex.lock(within: .seconds(1))
        case .readLock: free.readLock()
        case .tryReadLock: _ = free.tryReadLock()
        case .readUnlock: read.readUnlock()
        case .writeLock: free.lock()
        case .tryWriteLock: _ = free.tryLock()
        case .writeUnlock: written.unlock()
        case .tryAcquire: _ = semaphore.tryAcquire()
        case .release: semaphore.release()
        case .conditionWait: condition.wait()
        case .signal: condition.signal()
        case .broadcast: condition.broadcast()
        case .barrier: barrier.wait()
        case .poolGet: _ = pool.get()
        case .poolPut: pool.put(1)
        case .groupGo: group.go {}
        case .groupWaitWithin: try? group.wait(within: .seconds(1))
        case .errGroupGo: errGroup.go {}
        case .errGroupTryGo: _ = errGroup.tryGo {}
        case .errGroupWait: try? errGroup.wait()
        case .errors: _ = errGroup.errors
        case .nursery: try? withGoroutines { _ in }
        case .flight: _ = try? flights.run(1) { 1 }
        case .forget: flights.forget(1)
        case .onceValue: _ = value()
        default: makeOther(call)
        }
    }

    private func makeOther(_ call: ForkedCallsCrashTests.Call?) {
        switch call {
        case .rootContext: _ = Context.background.withCancel()
        case .childContext: _ = parent.withCancel()
        case .timeout: _ = parent.withTimeout(.seconds(1))
        case .cancel: endParent()
        case .contextError: _ = ended.error
        case .contextCause: _ = ended.cause
        case .checkContext: try? ended.check()
        case .done: _ = ended.done?.tryReceive()
        case .afterFuncOfContext: parent.afterFunc {}
        case .takeBack: _ = takeBack()
        case .newTimer: _ = Goroutine.Timer(.seconds(1))
        case .stopTimer: timer.stop()
        case .resetTimer: timer.reset(.seconds(1))
        case .newTicker: _ = Ticker(.seconds(1))
        case .stopTicker: ticker.stop()
        case .resetTicker: ticker.reset(.seconds(1))
        case .after: _ = Braid.after(.seconds(1)) as ReceiveChannel<Goroutine.Instant>
        case .afterFunc: Braid.afterFunc(.seconds(1)) {}
        case .sleepNot: Braid.sleep(.zero)
        case .sleepIn: try? Braid.sleep(.milliseconds(1), in: .background)
        case .now: _ = Goroutine.Instant.now
        case .all: _ = Goroutine.all
        case .dump: _ = Goroutine.dump()
        case .dumpOnQuit: Goroutine.dumpOnQuit()
        case .context: _ = Goroutine.context
        case .exit: do { try Goroutine.exit() } catch {}
        case .identity: _ = Goroutine.current
        case .uncaught: Goroutine.onUncaughtError { _, _ in }
        case .longWaits: Goroutine.reportLongWaits(after: .seconds(1))
        case .startTrace: Goroutine.Trace.start()
        case .stopTrace: _ = Goroutine.Trace.stop()
        case .closeDescriptor: try? Goroutine.close(STDIN_FILENO)
        case .waitForDescriptor: try? Goroutine.wait(for: .writing, on: STDERR_FILENO)
        case .runBlocking: Braid.runBlocking {}
        case .runLoop: EventLoop.run {}
        case .task: _ = Task(executorPreference: .goroutines) {}
        default: break
        }
    }
}
