import BraidPromises
import Testing

@Suite struct ReactionOrderTests {
    @Test func scriptPromisesAndTimers() async throws {
        try await expectNodeOrder("script-promises-and-timers") { log in
            log("script begins")
            setTimeout {
                log("timer 1")
                Promise.resolve().then { log("microtask of timer 1") }
            }
            setTimeout { log("timer 2") }
            Promise.resolve()
                .then { log("reaction 1") }
                .then { log("reaction 2") }
            queueMicrotask {
                log("microtask")
                queueMicrotask { log("microtask of a microtask") }
            }
            Promise { resolve, _ in
                log("executor")
                resolve()
                log("after resolve")
            }.then { log("reaction of the executor's promise") }
            log("script ends")
        }
    }

    @Test func twoChains() async throws {
        try await expectNodeOrder("two-chains") { log in
            var chain = Promise.resolve()
            for step in ["a1", "a2", "a3", "a4"] { chain = chain.then { log(step) } }
            var other = Promise.resolve()
            for step in ["b1", "b2", "b3"] { other = other.then { log(step) } }
            let settled = Promise.resolve()
            settled.then { log("c1") }
            settled.then { log("c2") }
            settled.then { log("c3") }
        }
    }

    @Test func handlerReturnsPromise() async throws {
        try await expectNodeOrder("handler-returns-promise") { log in
            logTicks(8, log)
            Promise.resolve()
                .then { () -> Promise<String> in
                    log("handler")
                    return Promise.resolve("value")
                }
                .then { value in log("followed", value) }
            Promise.resolve()
                .then { Promise<Void>.reject(Reason("reason")) }
                .catch { reason in log("followed", reason) }
        }
    }

    @Test func resolveWithPromise() async throws {
        try await expectNodeOrder("resolve-with-promise") { log in
            logTicks(6, log)
            let settled = Promise.resolve("settled")
            Promise { resolve, _ in resolve(settled) }.then { log("resolved with a", $0, "promise") }
            let (pending, settleLater, _) = Promise<String>.withResolvers()
            Promise { resolve, _ in resolve(pending) }.then { log("resolved with a", $0, "promise") }
            settleLater("formerly pending")
            Promise.resolve(settled).then { log("the very same", $0, "promise") }
        }
    }

    @Test func finally() async throws {
        try await expectNodeOrder("finally") { log in
            logTicks(8, log)
            Promise.resolve("value")
                .finally { log("finally 1") }
                .then { log("passed", $0) }
            Promise<Void>.reject(Reason("reason"))
                .finally { log("finally 2") }
                .catch { log("passed", $0) }
            Promise.resolve()
                .finally { throw Reason("thrown") }
                .catch { log("overridden by", $0) }
            Promise<Void>.reject(Reason("reason"))
                .finally { Promise<String>.reject(Reason("rejected")) }
                .catch { log("overridden by", $0) }
            Promise.resolve("value")
                .finally { Promise.resolve("not looked at") }
                .then { log("passed later", $0) }
        }
    }

    @Test func missingHandlers() async throws {
        try await expectNodeOrder("missing-handlers") { log in
            logTicks(6, log)
            Promise.resolve("value")
                .catch { _ in "never" }
                .then()
                .then { log("passed", $0) }
            Promise<String>.reject(Reason("reason"))
                .then { _ in "never" }
                .then { _ in "never" }
                .then { _ in
                    log("never")
                } onRejected: {
                    log("caught", $0)
                }
            Promise<String>.reject(Reason("reason"))
                .catch { "\($0) caught" }
                .then { log($0) }
        }
    }

    @Test func executor() async throws {
        try await expectNodeOrder("executor") { log in
            func report(_ name: String, _ promise: Promise<Int>) {
                promise.then {
                    log(name, "fulfilled", $0)
                } onRejected: {
                    log(name, "rejected", $0)
                }
            }
            report(
                "resolve, reject",
                Promise { resolve, reject in
                    resolve(1); reject(Reason("2"))
                })
            report(
                "reject, resolve",
                Promise { resolve, reject in
                    reject(Reason("1")); resolve(2)
                })
            report(
                "resolve, resolve",
                Promise { resolve, _ in
                    resolve(1); resolve(2)
                })
            report(
                "resolve, throw",
                Promise { resolve, _ in
                    resolve(1); throw Reason("2")
                })
            report("throw", Promise { _, _ in throw Reason("1") })
            let (pending, settle, _) = Promise<Int>.withResolvers()
            report(
                "resolve pending, reject",
                Promise { resolve, reject in
                    resolve(pending); reject(Reason("2"))
                })
            report(
                "resolve pending, throw",
                Promise { resolve, _ in
                    resolve(pending); throw Reason("2")
                })
            setTimeout(.milliseconds(5)) { settle(3) }
            log("script ends")
        }
    }

    @Test func cycles() async throws {
        try await expectNodeOrder("cycles") { log in
            let (own, resolveSelf, _) = Promise<Void>.withResolvers()
            resolveSelf(own)
            own.catch { log("resolved with itself:", $0 is ChainingCycle) }
            let itself = Variable<Promise<Void>>()
            let derived = Promise.resolve().then { () throws -> Promise<Void> in try itself.get() }
            itself.value = derived
            derived.catch { log("handler returned its own promise:", $0 is ChainingCycle) }
            log("script ends")
        }
    }

    @Test func nestedThens() async throws {
        try await expectNodeOrder("nested-thens") { log in
            Promise.resolve()
                .then {
                    log("outer 1")
                    Promise.resolve()
                        .then { log("inner 1") }
                        .then { log("inner 2") }
                        .then { log("inner 3") }
                }
                .then { () -> Promise<Void> in
                    log("outer 2")
                    return Promise.resolve()
                        .then { log("inner 4") }
                        .then { log("inner 5") }
                }
                .then { log("outer 3") }
                .then { log("outer 4") }
        }
    }
}
