import BraidPromises
import BraidTestSeeds
import Testing

@Suite struct UnhandledRejectionTests {
    @Test func anUnhandledRejectionEndsTheLoopWithItsReason() async throws {
        try await bothWays {
            let log = Log()
            #expect(throws: Reason("reason")) {
                try EventLoop.runUntilIdle {
                    queueMicrotask { log("microtask") }
                    _ = Promise<Int>.reject(Reason("reason"))
                    setTimeout { log("never") }
                    setImmediate { log("never") }
                }
            }
            #expect(log.lines == ["microtask"])
        }
    }

    @Test func theErrorOfAnAsyncFunctionIsNotLost() async throws {
        try await bothWays {
            #expect(throws: Reason("reason")) {
                try EventLoop.runUntilIdle {
                    Promise.async { () async throws -> Void in
                        try await Promise.resolve().value
                        throw Reason("reason")
                    }
                }
            }
        }
    }

    @Test func aHandlerAttachedWithinTheCheckpointIsInTime() async throws {
        let lines = try await logged { log in
            let rejected = Promise<Void>.reject(Reason("reason"))
            queueMicrotask { queueMicrotask { rejected.catch { log("caught", $0) } } }
        }
        #expect(lines == ["caught reason"])
    }

    @Test func itIsReportedAfterTheMicrotaskCheckpoint() async throws {
        let lines = try await logged { log in
            onUnhandledRejection { log("unhandled", $0.reason) }
            setTimeout {
                _ = Promise<Void>.reject(Reason("reason"))
                Promise.resolve().then { log("tick 1") }.then { log("tick 2") }
            }
            setTimeout { log("next timer") }
        }
        #expect(lines == ["tick 1", "tick 2", "unhandled reason", "next timer"])
    }

    @Test func aHandlerAttachedLaterFiresRejectionHandled() async throws {
        let lines = try await logged { log in
            let reported = Variable<UnhandledRejection>()
            onUnhandledRejection {
                log("unhandled", $0.reason)
                reported.value = $0
            }
            onRejectionHandled { log("handled", $0.reason, $0 == reported.value) }
            let rejected = Promise<Void>.reject(Reason("reason"))
            setTimeout {
                rejected.catch { log("caught", $0) }
                rejected.catch { log("caught again", $0) }
            }
        }
        #expect(lines == ["unhandled reason", "caught reason", "caught again reason", "handled reason true"])
    }

    @Test func microtasksOfTheHandlerRunInTheSameCheckpoint() async throws {
        let lines = try await logged { log in
            onUnhandledRejection { rejection in
                log("unhandled", rejection.reason)
                queueMicrotask { log("microtask of the handler") }
                if "\(rejection.reason)" == "one" { _ = Promise<Void>.reject(Reason("two")) }
            }
            _ = Promise<Void>.reject(Reason("one"))
            setImmediate { log("next callback") }
        }
        #expect(
            lines == [
                "unhandled one", "microtask of the handler", "unhandled two", "microtask of the handler",
                "next callback",
            ])
    }

    @Test func awaitingAndCombiningHandle() async throws {
        let lines = try await logged { log in
            let rejected = Promise<Int>.reject(Reason("reason"))
            Promise.async {
                do { _ = try await rejected.value } catch { log("thrown", error) }
            }
            let other = Promise<Int>.reject(Reason("other"))
            Promise.allSettled([other]).then { log($0.count) }
        }
        #expect(lines == ["thrown reason", "1"])
    }
}
