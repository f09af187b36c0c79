import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ContextTests {
    struct Reason: Error, Equatable {
        var number = 1
    }

    @Test func theBackgroundNeverEnds() async throws {
        try await bothWays {
            let context = Context.background
            #expect(
                context.done == nil && context.error == nil && context.cause == nil && context.deadline == nil
            )
            try context.check()
        }
    }

    @Test func cancellingClosesDoneAndSaysWhy() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withCancel()
            let waiter = spawn { context.done?.receive() == nil }
            sleep(.seconds(1))
            try context.check()
            cancel()
            #expect(waiter.join())
            #expect(context.error == .cancelled)
            #expect(context.cause as? ContextError == .cancelled)
            #expect(caught { () throws(ContextError) in try context.check() } == .cancelled)
        }
    }

    @Test func theFirstCauseWinsAndTheErrorStaysCancelled() async throws {
        try await bothWays {
            let (context, cancel) = Context.background.withCancel()
            let (child, cancelChild) = context.withCancel()
            cancel(Reason(number: 1))
            cancel(Reason(number: 2))
            cancelChild(Reason(number: 3))
            #expect(context.cause as? Reason == Reason(number: 1))
            #expect(child.cause as? Reason == Reason(number: 1))
            #expect(context.error == .cancelled && child.error == .cancelled)
        }
    }

    @Test func aChildsCauseIsItsOwnIfItWasCancelledFirst() async throws {
        try await bothWays {
            let (context, cancel) = Context.background.withCancel()
            let (child, cancelChild) = context.withCancel()
            cancelChild(Reason(number: 3))
            #expect(context.error == nil, "a child does not end its parent")
            cancel(Reason(number: 1))
            #expect(child.cause as? Reason == Reason(number: 3))
        }
    }

    @Test func cancellingReachesEveryChildBeforeItReturns() async throws {
        try await forSeeds {
            let (root, cancel) = Context.background.withCancel()
            var level = [root]
            var all = [root]
            for depth in 0..<4 {
                level = level.flatMap { parent in
                    [parent.withCancel().context, parent.withTimeout(.seconds(60 + depth)).context]
                }
                all += level
            }
            cancel()
            for context in all {
                #expect(context.error == .cancelled)
                #expect(context.done?.tryReceive() == nil)
                switch select(.receive(from: context.done), .otherwise) {
                case .first(let value): #expect(value == nil)
                case .second: Issue.record("not done")
                }
            }
        }
    }

    @Test func aContextMadeFromAnEndedOneHasEnded() async throws {
        try await bothWays {
            let (context, cancel) = Context.background.withCancel()
            cancel(Reason())
            let (child, _) = context.withTimeout(.seconds(60))
            #expect(child.error == .cancelled)
            #expect(child.cause as? Reason == Reason())
        }
    }

    @Test func aTimeoutEndsWithDeadlineExceededWhichIsATimeout() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let (context, _) = Context.background.withTimeout(.seconds(5))
                #expect(context.error == nil)
                #expect(context.done?.receive() == nil)
                #expect(context.error == .deadlineExceeded)
                #expect(context.error?.isTimeout == true)
                #expect(ContextError.cancelled.isTimeout == false)
                #expect(context.cause as? ContextError == .deadlineExceeded)
            }
            #expect(run.elapsed == .seconds(5))
        }
    }

    @Test func aTimeoutHasItsCause() async throws {
        try await forSeeds {
            let (context, _) = Context.background.withTimeout(.seconds(5), cause: Reason(number: 9))
            sleep(.seconds(6))
            #expect(context.error == .deadlineExceeded)
            #expect(context.cause as? Reason == Reason(number: 9))
        }
    }

    @Test func aTimeoutThatWasCancelledIsCancelled() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withTimeout(.seconds(5))
            cancel()
            sleep(.seconds(10))
            #expect(context.error == .cancelled)
        }
    }

    @Test func aChildKeepsItsParentsEarlierDeadline() async throws {
        try await forSeeds {
            let (parent, _) = Context.background.withTimeout(.seconds(5))
            let (child, _) = parent.withTimeout(.seconds(50))
            #expect(child.deadline == parent.deadline)
            sleep(.seconds(6))
            #expect(child.error == .deadlineExceeded)
        }
    }

    @Test func aChildMayHaveAnEarlierDeadline() async throws {
        try await forSeeds {
            let (parent, cancel) = Context.background.withTimeout(.seconds(50))
            let (child, _) = parent.withTimeout(.seconds(5))
            sleep(.seconds(6))
            #expect(child.error == .deadlineExceeded)
            #expect(parent.error == nil)
            cancel()
        }
    }

    @Test func aDeadlineInThePastEndsAtOnce() async throws {
        try await forSeeds {
            sleep(.seconds(9))
            let past = Goroutine.Instant.now.advanced(by: .seconds(-1))
            for (context, _) in [
                Context.background.withDeadline(past), Context.background.withTimeout(.seconds(-1)),
                Context.background.withTimeout(.zero),
            ] {
                #expect(context.error == .deadlineExceeded)
                #expect(context.done?.receive() == nil)
            }
        }
    }

    @Test func withoutCancelKeepsValuesAndHasNoDone() async throws {
        try await bothWays {
            let key = ContextKey<String>("user")
            let (context, cancel) = Context.background.withValue(key, "ada").withTimeout(.seconds(9))
            let free = context.withoutCancel()
            cancel()
            #expect(free[key] == "ada")
            #expect(free.done == nil && free.error == nil && free.deadline == nil)
        }
    }

    @Test func theNewestValueOfAKeyCounts() async throws {
        try await bothWays {
            let (name, other) = (ContextKey<String>("name"), ContextKey<String>("name"))
            let outer = Context.background.withValue(name, "outer")
            let inner = outer.withCancel().context.withValue(name, "inner")
            #expect(outer[name] == "outer")
            #expect(inner[name] == "inner")
            #expect(inner[other] == nil, "a key is itself only")
            #expect(Context.background[name] == nil)
        }
    }

    @Test func whatEndedIsNotHeldByItsParent() async throws {
        let census = Census()
        let key = ContextKey<Census.Citizen>("citizen")
        try await forSeeds {
            let (parent, cancelParent) = Context.background.withCancel()
            for _ in 0..<3 {
                let (child, cancel) = parent.withValue(key, census.citizen()).withCancel()
                #expect(child[key] != nil)
                let stop = child.afterFunc { [citizen = census.citizen()] in withExtendedLifetime(citizen) {}
                }
                #expect(stop())
                cancel()
            }
            #expect(census.living == 0)
            cancelParent()
        }
    }
}
