import BraidPromises
import Testing

@Suite struct CombinatorOrderTests {
    @Test func combinatorTicks() async throws {
        try await expectNodeOrder("combinator-ticks") { log in
            logTicks(6, log)
            let one = Promise.resolve(1)
            let failed = Promise<Int>.reject(Reason("reason"))
            Promise<[Int]>.all([]).then { _ in log("all of none") }
            Promise<[Result<Int, any Error>]>.allSettled([]).then { _ in log("allSettled of none") }
            Promise<Int>.any([]).then { _ in
            } onRejected: {
                log("any of none", reasons(in: $0).count)
            }
            Promise<Int>.race([]).then { log("never", $0) }
            Promise.all([one, one]).then { log("all", $0[0], $0[1]) }
            Promise.all([one, failed]).then { _ in
            } onRejected: {
                log("all failed", $0)
            }
            Promise.allSettled([one, failed]).then { results in
                log("allSettled", results.map(\.status).joined(separator: " "))
            }
            Promise.race([one, failed]).then { log("race", $0) }
            Promise.race([failed, one]).then { _ in
            } onRejected: {
                log("race failed", $0)
            }
            Promise.any([failed, one]).then { log("any", $0) }
            Promise.any([failed, failed]).then { _ in
            } onRejected: { error in
                log("any failed", reasons(in: error).joined(separator: " "))
            }
        }
    }

    @Test func combinatorElements() async throws {
        try await expectNodeOrder("combinator-elements", isTimed: true) { log in
            func thenable(_ name: String) -> ClosureThenable<String> {
                ClosureThenable { resolve, _ in
                    log("asked", name)
                    resolve(name)
                    resolve("\(name) again")
                }
            }
            func milliseconds(_ count: Int) -> Duration { .milliseconds(count) }
            Promise.all([thenable("a"), thenable("b"), thenable("c")])
                .then { log($0.joined(separator: " ")) }
            Promise.all([
                later("slow", milliseconds(30)), later("quick", milliseconds(10)),
                later("middle", milliseconds(20)),
            ])
            .then { log($0.joined(separator: " ")) }
            Promise.any([failing("late reason", milliseconds(30)), failing("early reason", milliseconds(10))])
                .then { _ in
                } onRejected: {
                    log(reasons(in: $0).joined(separator: ", "))
                }
            Promise.race([later("slow", milliseconds(30)), later("quick", milliseconds(10))]).then { log($0) }
            Promise.allSettled([later("value", milliseconds(30)), failing("reason", milliseconds(10))])
                .then { log($0.map(\.text).joined(separator: " ")) }
            log("script ends")
        }
    }
}

private func reasons(in error: any Error) -> [String] {
    (error as? AggregateError)?.errors.map { "\($0)" } ?? []
}

extension Result where Failure == any Error {
    fileprivate var status: String {
        if case .success = self { "fulfilled" } else { "rejected" }
    }

    fileprivate var text: String {
        switch self {
        case .success(let value): "\(value)"
        case .failure(let error): "\(error)"
        }
    }
}
