// The promise itself: settling, following, what a tick is. Orders that node knows are in Ordering.

import BraidPromises
import BraidTestSeeds
import Testing

/// Runs a body on a loop in virtual time, until nothing is left to do, and gives what it logged: the same for each of 20 seeds.
func logged(_ body: @escaping @Sendable (Log) throws -> Void) async throws -> [String] {
    try await sameForEachSeed { try linesOfLoop(body) }
}

/// The same on the thread or in the seeded run that calls.
func linesOfLoop(_ body: @escaping @Sendable (Log) throws -> Void) throws -> [String] {
    let log = Log()
    try EventLoop.runUntilIdle { try body(log) }
    return log.lines
}

@Suite struct PromiseTests {
    @Test func resolvingWithItselfRejects() async throws {
        let lines = try await logged { log in
            let (promise, resolve, _) = Promise<Int>.withResolvers()
            resolve(promise)
            promise.then { _ in
                log("fulfilled")
            } onRejected: {
                log($0 is ChainingCycle)
            }
        }
        #expect(lines == ["true"])
    }

    @Test func aHandlerThatReturnsItsOwnDerivedPromiseRejectsIt() async throws {
        let lines = try await logged { log in
            let own = Variable<Promise<Int>>()
            own.value = Promise.resolve().then { () throws -> Promise<Int> in try own.get() }
            try own.get().catch { error in
                log(error is ChainingCycle)
                return 0
            }
        }
        #expect(lines == ["true"])
    }

    @Test func resolvedIsNotSettled() async throws {
        let lines = try await logged { log in
            let (pending, settle, _) = Promise<String>.withResolvers()
            let (promise, resolve, reject) = Promise<String>.withResolvers()
            promise.then {
                log($0)
            } onRejected: {
                log("rejected", $0)
            }
            resolve(pending)
            resolve("ignored")
            reject(Reason("ignored"))
            setTimeout(.seconds(1)) {
                log(promise)
                settle("the pending one's value")
            }
        }
        #expect(lines == ["Promise { pending }", "the pending one's value"])
    }

    @Test func aThenableIsSubscribedToOnceAndAThrowThereRejects() async throws {
        let lines = try await logged { log in
            let thenable = ClosureThenable<Int> { _, _ in
                log("subscribed")
                throw Reason("thrown")
            }
            Promise.resolve(thenable).then {
                log($0)
            } onRejected: {
                log($0)
            }
        }
        #expect(lines == ["subscribed", "thrown"])
    }

    @Test func aThrowOfAThenableAfterItsAnswerIsIgnored() async throws {
        let lines = try await logged { log in
            let thenable = ClosureThenable<Int> { resolve, _ in
                resolve(Promise.resolve(1))
                throw Reason("thrown")
            }
            Promise.resolve(thenable).then {
                log($0)
            } onRejected: {
                log($0)
            }
        }
        #expect(lines == ["1"])
    }

    @Test func aThenableIsNeverCalledSynchronously() async throws {
        let lines = try await logged { log in
            _ = Promise.resolve(ClosureThenable<Void> { _, _ in log("subscribed") })
            log("after resolve")
        }
        #expect(lines == ["after resolve", "subscribed"])
    }

    @Test func aThrowAfterResolveIsIgnoredAThrowBeforeRejects() async throws {
        let lines = try await logged { log in
            Promise<Int> { resolve, _ in
                resolve(1)
                throw Reason("late")
            }.then {
                log($0)
            } onRejected: {
                log($0)
            }
            Promise<Int> { _, _ in throw Reason("early") }.then {
                log($0)
            } onRejected: {
                log($0)
            }
        }
        #expect(lines == ["1", "early"])
    }

    @Test func theExecutorRunsSynchronously() async throws {
        let lines = try await logged { log in
            log("before")
            _ = Promise<Void> { _, _ in log("executor") }
            log("after")
        }
        #expect(lines == ["before", "executor", "after"])
    }

    @Test func promiseResolveOfAPromiseIsThatPromise() async throws {
        let lines = try await logged { log in
            let promise = Promise.resolve(1)
            let asThenable: some Thenable<Int> = promise
            log(Promise.resolve(promise) == promise, Promise.resolve(asThenable) == promise)
            log(Promise.resolve(1) == promise)
        }
        #expect(lines == ["true true", "false"])
    }

    @Test func reactionsRunInTheOrderOfRegistration() async throws {
        let lines = try await logged { log in
            let (promise, resolve, _) = Promise<Void>.withResolvers()
            for number in 1...5 { promise.then { log(number) } }
            resolve()
            promise.then { log("last") }
            log("first")
        }
        #expect(lines == ["first", "1", "2", "3", "4", "5", "last"])
    }

    @Test func aMissingHandlerPassesOnAndCostsATick() async throws {
        let lines = try await logged { log in
            logTicks(3, log)
            Promise.resolve("value").then().then { log($0) }
            Promise<Void>.reject(Reason("reason")).then {}.catch { log($0) }
        }
        #expect(lines == ["1", "2", "value", "reason", "3"])
    }

    @Test func resolvingWithAPromiseTakesThreeTicksReturningOneFour() async throws {
        let lines = try await logged { log in
            logTicks(5, log)
            let settled = Promise.resolve()
            Promise<Void> { resolve, _ in resolve(settled) }.then { log("resolved") }
            Promise.resolve().then { settled }.then { log("returned") }
        }
        #expect(lines == ["1", "2", "3", "resolved", "4", "returned", "5"])
    }

    @Test func finallyPassesTheValueAfterFourTicks() async throws {
        let lines = try await logged { log in
            logTicks(5, log)
            Promise.resolve("value").finally {}.then { log($0) }
        }
        #expect(lines == ["1", "2", "3", "4", "value", "5"])
    }

    @Test func aThrowInFinallyOverrides() async throws {
        let lines = try await logged { log in
            Promise<Void>.reject(Reason("reason")).finally { throw Reason("thrown") }.catch { log($0) }
        }
        #expect(lines == ["thrown"])
    }

    @Test func tryCallsItsBodyAtOnce() async throws {
        let lines = try await logged { log in
            let promise = Promise.try { () -> Int in
                log("body")
                return 1
            }
            log("after")
            promise.then { log($0) }
            Promise<Int>.try { throw Reason("thrown") }.then {
                log($0)
            } onRejected: {
                log($0)
            }
            Promise.try { Promise.resolve(2) }.then { log($0) }
        }
        #expect(lines == ["body", "after", "1", "thrown", "2"])
    }

    @Test func optionalsArePassedAsTheyAre() async throws {
        let lines = try await logged { log in
            let nothing: Int?? = .some(nil)
            Promise<Int??>.resolve(nothing).then { log($0 == nothing) }
        }
        #expect(lines == ["true"])
    }
}
