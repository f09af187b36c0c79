import BraidPromises
import Testing

@Suite struct AwaitOrderTests {
    @Test func asyncFunctions() async throws {
        try await expectNodeOrder("async-functions") { log in
            func outer() -> Promise<Void> {
                Promise.async {
                    log("outer begins")
                    try await inner().value
                    log("outer ends")
                }
            }
            func inner() -> Promise<Void> {
                Promise.async { log("inner") }
            }
            log("script begins")
            setTimeout { log("timer") }
            outer().then { log("outer has ended") }
            Promise { resolve, _ in
                log("executor")
                resolve()
            }
            .then { log("reaction 1") }
            .then { log("reaction 2") }
            .then { log("reaction 3") }
            log("script ends")
        }
    }

    @Test func awaitTicks() async throws {
        try await expectNodeOrder("await-ticks") { log in
            logTicks(8, log)
            Promise.async {
                _ = try await Promise.resolve("value").value
                log("awaited a value")
                try await Promise.resolve().value
                log("awaited a promise")
                try await ClosureThenable<Void> { resolve, _ in resolve() }.value
                log("awaited a thenable")
                try await Promise.async {}.value
                log("awaited an async function")
                try await Promise.resolve().then {}.value
                log("awaited a reaction")
            }
            log("script ends")
        }
    }

    @Test func asyncReturns() async throws {
        try await expectNodeOrder("async-returns") { log in
            logTicks(6, log)
            let promise = Promise.resolve()
            Promise.async { promise }.then { log("return promise") }
            Promise.async { try await promise.value }.then { log("return await promise") }
            Promise.async { "value" }.then { _ in log("return value") }
            Promise.async { () throws -> Void in throw Reason("error") }.catch { _ in log("throw") }
            Promise.async { ClosureThenable<Void> { resolve, _ in resolve() } }
                .then { log("return thenable") }
        }
    }

    @Test func awaitRejections() async throws {
        try await expectNodeOrder("await-rejections") { log in
            logTicks(6, log)
            @Sendable func failing(_ name: String) -> Promise<Void> {
                Promise.async { () async throws -> Void in
                    log(name, "begins")
                    try await Promise.resolve().value
                    throw Reason("\(name) failed")
                }
            }
            Promise.async { () async throws -> Promise<Void> in
                do {
                    defer { log("finally") }
                    do {
                        try await failing("first").value
                        log("never")
                    } catch {
                        log("caught", error)
                    }
                }
                return failing("second")
            }
            .then {
                log("never")
            } onRejected: {
                log("at the end", $0)
            }
        }
    }

    @Test func asyncLoops() async throws {
        try await expectNodeOrder("async-loops") { log in
            @Sendable func count(_ name: String, _ to: Int) -> Promise<String> {
                Promise.async {
                    for number in 1...to {
                        log("\(name)\(number)")
                        try await Promise.resolve().value
                    }
                    return name
                }
            }
            Promise.all([count("a", 3), count("b", 2), count("c", 4)])
                .then { log($0.joined(separator: " ")) }
            Promise.async {
                for promise in [count("d", 2), count("e", 1)] { log("awaited", try await promise.value) }
            }
        }
    }

    @Test func asyncAndTimers() async throws {
        try await expectNodeOrder("async-and-timers", isTimed: true) { log in
            @Sendable func worker(_ name: String, _ milliseconds: Int) -> Promise<String> {
                Promise.async {
                    log(name, "begins")
                    try await later((), .milliseconds(milliseconds)).value
                    log(name, "woke")
                    try await Promise.resolve().value
                    log(name, "ends")
                    return name
                }
            }
            Promise.async {
                let first = worker("slow", 30)
                let second = worker("quick", 10)
                queueMicrotask { log("microtask") }
                log("awaited", try await second.value)
                log("awaited", try await first.value)
                for name in ["x", "y"] { _ = try await worker(name, 1).value }
                let (a, b) = try await Promise.all(worker("a", 20), worker("b", 10)).value
                log("both", a, b)
            }
            setTimeout(.milliseconds(20)) { log("timer") }
        }
    }

    @Test func mutualAsync() async throws {
        try await expectNodeOrder("mutual-async") { log in
            let (ping, sendPing, _) = Promise<String>.withResolvers()
            let (pong, sendPong, _) = Promise<String>.withResolvers()
            Promise.async {
                log("waits for ping", try await ping.value)
                sendPong("pong!")
                log("has sent pong")
                try await Promise.resolve().value
                log("first ends")
            }
            Promise.async {
                sendPing("ping!")
                log("has sent ping")
                log("waits for pong", try await pong.value)
                log("second ends")
            }
            ping.then { _ in log("a reaction that was registered after the await") }
        }
    }
}
