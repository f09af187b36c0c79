import Braid
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// The same for what belongs to an event loop, which was the child's thread's.
@Suite struct ForkedLoopCrashTests {
    enum Call: String, CaseIterable, Sendable {
        case promise, executor, rejected, attempt, async, then, `catch`, finally, all, race, any, allSettled
        case resolve, reject, resolveFromElsewhere, rejectFromElsewhere
        case timeout, interval, immediate, microtask, clearTimeout, clearImmediate, onUnhandledRejection
        case future, setResult, setException, done, cancelled, result, exception, cancel, addDoneCallback
        case setFromElsewhere, cancelFromAnywhere
        case gathered, shield, asCompleted, callSoon, cancelCallback, setExceptionHandler
        case createTask, ensureFuture, cancelTask, uncancel, currentTask, allTasks
        case promiseOfFuture, futureOfPromise, runLoop, runBlocking, go
    }

    @Test(arguments: Call.allCases)
    func aCallFromWhatWasALoopStopsTheChild(call: Call) async {
        let death = await #expect(processExitsWith: .exitCode(9), observing: [\.standardErrorContent]) {
            [call = call.rawValue as String] in
            try await onPlainThread {
                try EventLoop.runUntilIdle {
                    let prepared = Prepared()
                    inForkedChild { prepared.make(Call(rawValue: call)) }
                }
            }
        }
        #expect(death?.standardErrorContent.says(refusal) == true)
    }
}

/// What exists before the fork.
private struct Prepared {
    let promise: Promise<Int>
    let resolve: Resolve<Int>
    let reject: Reject
    let remote = Promise<Int>.withRemoteResolver()
    let future = Future<Int>()
    let remoteFuture = Future<Int>.withResolver()
    let task = createTask { try await Future<Int>().value }
    let callback = callSoon {}
    let timeout = setTimeout(.seconds(1)) {}
    let immediate = setImmediate {}

    init() {
        (promise, resolve, reject) = Promise<Int>.withResolvers()
    }

    func make(_ call: ForkedLoopCrashTests.Call?) {
        switch call {
        case .promise: _ = Promise.resolve(1)
        case .executor: _ = Promise<Int> { resolve, _ in resolve(1) }
        case .rejected: _ = Promise<Int>.reject(TimeoutError())
        case .attempt: _ = Promise.try { 1 }
        case .async: _ = Promise.async { 1 }
        case .then: promise.then { _ in }
        case .catch: promise.catch { _ in 1 }
        case .finally: promise.finally {}
        case .all: _ = Promise<[Int]>.all([promise])
        case .race: _ = Promise.race([promise])
        case .any: _ = Promise.any([promise])
        case .allSettled: _ = Promise.allSettled([promise])
        case .resolve: resolve(1)
        case .reject: reject(TimeoutError())
        case .resolveFromElsewhere: remote.resolver.resolve(1)
        case .rejectFromElsewhere: remote.resolver.reject(TimeoutError())
        case .timeout: setTimeout {}
        case .interval: setInterval {}
        case .immediate: setImmediate {}
        case .microtask: queueMicrotask {}
        case .clearTimeout: Braid.clearTimeout(timeout)
        case .clearImmediate: Braid.clearImmediate(immediate)
        case .onUnhandledRejection: Braid.onUnhandledRejection { _ in }
        case .runLoop: EventLoop.run {}
        case .runBlocking: Braid.runBlocking {}
        case .go: Braid.go {}
        default: makeOther(call)
        }
    }

    private func makeOther(_ call: ForkedLoopCrashTests.Call?) {
        switch call {
        case .future: _ = Future<Int>()
        case .setResult: try? future.setResult(1)
        case .setException: try? future.setException(TimeoutError())
        case .done: _ = future.done
        case .cancelled: _ = future.cancelled
        case .result: _ = try? future.result()
        case .exception: _ = try? future.exception()
        case .cancel: future.cancel()
        case .addDoneCallback: _ = future.addDoneCallback { _ in }
        case .setFromElsewhere: remoteFuture.resolver.setResult(1)
        case .cancelFromAnywhere: future.cancelFromAnywhere()
        case .gathered: _ = Braid.gathered([future])
        case .shield: _ = Braid.shield(future)
        case .asCompleted: _ = Braid.asCompleted([future]).makeAsyncIterator()
        case .callSoon: Braid.callSoon {}
        case .cancelCallback: callback.cancel()
        case .setExceptionHandler: Braid.setExceptionHandler { _ in }
        case .createTask: Braid.createTask { 1 }
        case .ensureFuture: _ = Braid.ensureFuture { 1 }
        case .cancelTask: task.cancel()
        case .uncancel: task.uncancel()
        case .currentTask: _ = LoopTask<Never>.current
        case .allTasks: _ = LoopTask<Never>.all
        case .promiseOfFuture: _ = future.promise
        case .futureOfPromise: _ = promise.future
        default: break
        }
    }
}
