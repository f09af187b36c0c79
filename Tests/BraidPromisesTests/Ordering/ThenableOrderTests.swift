import BraidPromises
import Testing

@Suite struct ThenableOrderTests {
    @Test func thenables() async throws {
        try await expectNodeOrder("thenables") { log in
            logTicks(8, log)
            func thenable(_ name: String) -> ClosureThenable<String> {
                ClosureThenable { resolve, _ in
                    log("asked", name)
                    resolve(name)
                    log("answered", name)
                }
            }
            Promise<String> { resolve, _ in
                resolve(thenable("first"))
                log("executor ends")
            }.then { log("value", $0) }
            Promise.resolve(thenable("second")).then { log("value", $0) }
            let third = thenable("third")
            Promise.resolve()
                .then { third }
                .then { log("value", $0) }
            let inner = thenable("inner")
            Promise<String> { resolve, _ in
                resolve(
                    ClosureThenable<String> { resolve, _ in
                        log("asked outer")
                        resolve(inner)
                        resolve("ignored")
                    })
            }.then { log("value", $0) }
        }
    }

    @Test func misbehavingThenables() async throws {
        try await expectNodeOrder("misbehaving-thenables") { log in
            func follow(
                _ name: String, _ whenFollowed: @escaping (Resolve<String>, Reject) throws -> Void
            ) {
                Promise<String> { resolve, _ in resolve(ClosureThenable(whenFollowed: whenFollowed)) }
                    .then {
                        log(name, "fulfilled", $0)
                    } onRejected: {
                        log(name, "rejected", $0)
                    }
            }
            follow("throws") { _, _ in throw Reason("thrown") }
            follow("answers, then throws") { resolve, _ in
                resolve("answer")
                throw Reason("thrown")
            }
            follow("refuses, then throws") { _, reject in
                reject(Reason("refusal"))
                throw Reason("thrown")
            }
            follow("answers twice") { resolve, _ in
                resolve("one")
                resolve("two")
            }
            follow("answers, then refuses") { resolve, reject in
                resolve("answer")
                reject(Reason("refusal"))
            }
            follow("answers later") { resolve, _ in setTimeout(.milliseconds(5)) { resolve("late") } }
            follow("answers with a promise, then refuses") { resolve, reject in
                resolve(later("later", .milliseconds(10)))
                reject(Reason("refusal"))
            }
        }
    }
}
