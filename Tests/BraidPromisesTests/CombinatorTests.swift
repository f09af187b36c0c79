import BraidPromises
import BraidTesting
import Testing

@Suite struct CombinatorTests {
    @Test func combinatorsOfNothing() async throws {
        let lines = try await logged { log in
            logTicks(3, log)
            Promise<[Int]>.all([]).then { log("all", $0) }
            Promise<[Result<Int, any Error>]>.allSettled([]).then { log("allSettled", $0) }
            Promise<Int>.race([]).then { _ in
                log("never")
            } onRejected: { _ in
                log("never")
            }
            Promise<Int>.any([]).catch { error in
                log("any", (error as? AggregateError)?.errors.count ?? -1)
                return 0
            }
        }
        #expect(lines == ["1", "all []", "allSettled []", "any 0", "2", "3"])
    }

    @Test func allReportsByPlaceNotByCompletion() async throws {
        let lines = try await logged { log in
            Promise.all([later(1, .seconds(3)), later(2, .seconds(1)), later(3, .seconds(2))]).then {
                log($0)
            }
        }
        #expect(lines == ["[1, 2, 3]"])
    }

    @Test func allIsRejectedByTheFirstFailureAndTheOthersRunOn() async throws {
        let lines = try await logged { log in
            let slow = later(1, .seconds(2))
            Promise.all([
                slow, failing("one", .seconds(1), as: Int.self), failing("two", .seconds(3), as: Int.self),
            ])
            .then {
                log($0)
            } onRejected: {
                log($0)
            }
            slow.then { log("slow", $0) }
        }
        #expect(lines == ["one", "slow 1"])
    }

    @Test func anyReportsReasonsByPlace() async throws {
        let lines = try await logged { log in
            Promise.any([failing("slow", .seconds(2)), failing("quick", .seconds(1))])
                .then {
                    log($0)
                } onRejected: {
                    log(($0 as? AggregateError)?.errors ?? [])
                }
            Promise.any([failing("slow", .seconds(2)), later("value", .seconds(3))]).then { log($0) }
        }
        #expect(lines == ["[slow, quick]", "value"])
    }

    @Test func elementsAreFollowedOneByOne() async throws {
        // A thenable heard of in the order of the elements, and a promise among them subscribed to in its place.
        let lines = try await logged { log in
            func element(_ name: String) -> ClosureThenable<String> {
                ClosureThenable { resolve, _ in
                    log("asked", name)
                    resolve(name)
                }
            }
            Promise.race([element("a"), element("b")]).then { log("first", $0) }
            queueMicrotask { log("microtask") }
        }
        #expect(lines == ["asked a", "asked b", "microtask", "first a"])
    }

    @Test func anElementThatAnswersTwiceCountsOnce() async throws {
        let lines = try await logged { log in
            let twice = ClosureThenable<Int> { resolve, _ in
                resolve(1)
                resolve(2)
            }
            let slow = ClosureThenable<Int> { resolve, _ in setTimeout(.seconds(1)) { resolve(3) } }
            Promise.all([twice, slow]).then { log($0) }
            setTimeout(.milliseconds(500)) { log("not yet") }
        }
        #expect(lines == ["not yet", "[1, 3]"])
    }

    @Test func thenablesThatAnswerAtOnceDoNotFinishAllEarly() async throws {
        let lines = try await logged { log in
            let elements = (1...4).map { number in ClosureThenable<Int> { resolve, _ in resolve(number) } }
            Promise.all(elements).then { log($0) }
            Promise.allSettled(elements).then { log($0.count) }
        }
        #expect(lines == ["[1, 2, 3, 4]", "4"])
    }

    @Test func tuplesOfTwoThreeAndMore() async throws {
        let lines = try await logged { log in
            let (one, two) = (later(1, .seconds(2)), later("two", .seconds(1)))
            let (three, four) = (Promise.resolve(3.5), Promise.resolve(true))
            Promise.all(one, two).then { number, text in log(number, text) }
            Promise.all(one, two, three).then { number, text, fraction in log(number, text, fraction) }
            Promise.async {
                let (number, text, fraction, truth) = try await Promise.all(one, two, three, four).value
                log(number, text, fraction, truth)
                let failed = failing("reason", .seconds(1))
                do { _ = try await Promise.all(one, failed, four, three).value } catch { log(error) }
            }
        }
        #expect(lines == ["1 two", "1 two 3.5", "1 two 3.5 true", "reason"])
    }

    @Test func allOfATupleTakesTheSameTicksAsAllOfAnArray() async throws {
        let lines = try await logged { log in
            logTicks(3, log)
            let one = Promise.resolve(1)
            Promise.all([one, one]).then { _ in log("array") }
            Promise.all(one, one).then { _ in log("two") }
            Promise.all(one, one, one).then { _ in log("three") }
            Promise.all(one, one, one, one).then { _ in log("pack") }
        }
        #expect(lines == ["1", "2", "array", "two", "three", "pack", "3"])
    }
}
