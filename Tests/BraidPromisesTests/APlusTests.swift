// The cases of Promises/A+, sections 2.1 to 2.3, as far as types do not make them impossible (a handler that is no
// function, a `then` that is no function). Each runs against a promise that is settled before, and after.

import BraidPromises
import BraidTesting
import Testing

/// When a promise of a case settles: before its handlers are attached, after them, or in a later turn.
enum Moment: CaseIterable, Sendable {
    case already, atOnce, later

    /// Calls `body` with a promise that is settled by `settle` at this moment.
    func promise<Value>(
        _ settle: @escaping (Resolve<Value>, Reject) -> Void, _ body: (Promise<Value>) -> Void
    ) {
        let (promise, resolve, reject) = Promise<Value>.withResolvers()
        if self == .already { settle(resolve, reject) }
        body(promise)
        if self == .atOnce { settle(resolve, reject) }
        let handed = Variable(settle)
        if self == .later { setTimeout { try handed.get()(resolve, reject) } }
    }

    func fulfilled(_ body: (Promise<String>) -> Void) { promise({ resolve, _ in resolve("value") }, body) }
    func rejected(_ body: (Promise<String>) -> Void) {
        promise({ _, reject in reject(Reason("reason")) }, body)
    }
}

@Suite struct APlusTests {
    // 2.1: states.

    @Test(arguments: Moment.allCases) func aFulfilledPromiseStaysFulfilled(_ moment: Moment) async throws {
        let lines = try await logged { log in
            moment.promise { resolve, reject in
                resolve("value")
                reject(Reason("reason"))
                resolve("other value")
            } _: { (promise: Promise<String>) in
                promise.then {
                    log($0)
                } onRejected: {
                    log("rejected", $0)
                }
            }
        }
        #expect(lines == ["value"])
    }

    @Test(arguments: Moment.allCases) func aRejectedPromiseStaysRejected(_ moment: Moment) async throws {
        let lines = try await logged { log in
            moment.promise { resolve, reject in
                reject(Reason("reason"))
                resolve("value")
                reject(Reason("other reason"))
            } _: { (promise: Promise<String>) in
                promise.then {
                    log($0)
                } onRejected: {
                    log("rejected", $0)
                }
            }
        }
        #expect(lines == ["rejected reason"])
    }

    // 2.2.2 and 2.2.3: the handler for the outcome is called once, with it, and only then.

    @Test(arguments: Moment.allCases) func onlyOnFulfilledIsCalledWithTheValue(_ moment: Moment) async throws
    {
        let lines = try await logged { log in
            moment.fulfilled {
                $0.then {
                    log("value:", $0)
                } onRejected: {
                    log("reason:", $0)
                }
            }
        }
        #expect(lines == ["value: value"])
    }

    @Test(arguments: Moment.allCases) func onlyOnRejectedIsCalledWithTheReason(_ moment: Moment) async throws
    {
        let lines = try await logged { log in
            moment.rejected {
                $0.then {
                    log("value:", $0)
                } onRejected: {
                    log("reason:", $0)
                }
            }
        }
        #expect(lines == ["reason: reason"])
    }

    @Test func nothingIsCalledWhileItIsPending() async throws {
        let lines = try await logged { log in
            Promise<Void> { _, _ in }.then {
                log("value")
            } onRejected: { _ in
                log("reason")
            }
        }
        #expect(lines.isEmpty)
    }

    // 2.2.4: handlers are called with a clean stack.

    @Test(arguments: Moment.allCases) func handlersAreCalledAfterTheCodeThatRuns(_ moment: Moment)
        async throws
    {
        let lines = try await logged { log in
            moment.fulfilled { $0.then { _ in log("handler") } }
            log("script ends")
        }
        #expect(lines == ["script ends", "handler"])
    }

    @Test func aHandlerAttachedInAHandlerWaitsForThatToEnd() async throws {
        let lines = try await logged { log in
            let settled = Promise.resolve()
            settled.then {
                settled.then { log("inner") }
                log("outer ends")
            }
        }
        #expect(lines == ["outer ends", "inner"])
    }

    @Test func aHandlerOfAPromiseSettledInAHandlerWaitsForThatToEnd() async throws {
        let lines = try await logged { log in
            let (promise, resolve, _) = Promise<Void>.withResolvers()
            promise.then { log("inner") }
            Promise.resolve().then {
                resolve()
                log("outer ends")
            }
        }
        #expect(lines == ["outer ends", "inner"])
    }

    // 2.2.6: many handlers, in order, one of them throwing.

    @Test(arguments: Moment.allCases) func aThrowingHandlerDoesNotStopTheOthers(_ moment: Moment) async throws
    {
        let lines = try await logged { log in
            moment.fulfilled { promise in
                promise.then { _ in log("first") }
                promise.then { _ in throw Reason("thrown") }.catch { log($0) }
                promise.then { _ in log("third") }
            }
        }
        #expect(lines == ["first", "third", "thrown"])
    }

    @Test(arguments: Moment.allCases) func eachThenMakesAPromiseOfItsOwn(_ moment: Moment) async throws {
        let lines = try await logged { log in
            moment.rejected { promise in
                promise.catch { _ in "first" }.then { log($0) }
                promise.catch { _ in throw Reason("second") }.catch { "\($0)" }.then { log($0) }
                promise.catch { _ in "third" }.then { log($0) }
            }
        }
        #expect(lines == ["first", "third", "second"])
    }

    // 2.2.7: what `then` returns.

    @Test(arguments: Moment.allCases) func aThrowInOnFulfilledRejectsTheDerivedPromise(_ moment: Moment)
        async throws
    {
        let lines = try await logged { log in
            moment.fulfilled { promise in
                promise.then { _ in
                    throw Reason("thrown")
                } onRejected: { _ in
                    log("never")
                }
                .catch { log($0) }
            }
        }
        #expect(lines == ["thrown"])
    }

    @Test(arguments: Moment.allCases) func aThrowInOnRejectedRejectsTheDerivedPromise(_ moment: Moment)
        async throws
    {
        let lines = try await logged { log in
            moment.rejected { promise in
                promise.then { _ in
                    log("never")
                } onRejected: { _ in
                    throw Reason("thrown")
                }
                .catch { log($0) }
            }
        }
        #expect(lines == ["thrown"])
    }

    @Test(arguments: Moment.allCases) func outcomesPassThroughWhereThereIsNoHandler(_ moment: Moment)
        async throws
    {
        let lines = try await logged { log in
            moment.fulfilled { $0.catch { _ in "never" }.then { log($0) } }
            moment.rejected { $0.then { _ in log("never") }.catch { log($0) } }
        }
        #expect(lines.sorted() == ["reason", "value"])
    }

    // 2.3: the resolution procedure.

    @Test(arguments: Moment.allCases) func aReturnedPromiseIsFollowed(_ moment: Moment) async throws {
        let lines = try await logged { log in
            moment.fulfilled { inner in
                Promise.resolve().then { inner }.then { log($0) }
                Promise<Void>.reject(Reason("x")).then {
                    inner
                } onRejected: { _ in
                    inner
                }.then { log($0) }
            }
        }
        #expect(lines == ["value", "value"])
    }

    @Test(arguments: Moment.allCases) func aReturnedRejectionIsFollowed(_ moment: Moment) async throws {
        let lines = try await logged { log in
            moment.rejected { inner in
                Promise.resolve().then { inner }.then {
                    log($0)
                } onRejected: {
                    log($0)
                }
            }
        }
        #expect(lines == ["reason"])
    }

    @Test(arguments: Moment.allCases) func thenablesOfThenablesAreFollowedToTheEnd(_ moment: Moment)
        async throws
    {
        let lines = try await logged { log in
            moment.fulfilled { innermost in
                let inner = ClosureThenable<String> { resolve, _ in resolve(innermost) }
                let outer = ClosureThenable<String> { resolve, _ in
                    resolve(inner)
                    throw Reason("ignored")
                }
                Promise.resolve(outer).then {
                    log($0)
                } onRejected: {
                    log($0)
                }
            }
        }
        #expect(lines == ["value"])
    }

    @Test func ofManyAnswersOfAThenableTheFirstCounts() async throws {
        let lines = try await logged { log in
            func follow(_ answers: @escaping (Resolve<Int>, Reject) throws -> Void) {
                Promise.resolve(ClosureThenable(whenFollowed: answers)).then {
                    log($0)
                } onRejected: {
                    log($0)
                }
            }
            follow { resolve, reject in
                resolve(1); reject(Reason("late"))
            }
            follow { resolve, reject in
                reject(Reason("first")); resolve(1)
            }
            follow { resolve, _ in
                resolve(Promise { resolve, _ in setTimeout { resolve(2) } }); resolve(3)
            }
            follow { resolve, _ in
                setTimeout {
                    resolve(4); resolve(5)
                }
            }
            follow { _, reject in
                reject(Reason("refused"))
                throw Reason("late")
            }
        }
        #expect(lines == ["1", "first", "refused", "2", "4"])
    }
}
