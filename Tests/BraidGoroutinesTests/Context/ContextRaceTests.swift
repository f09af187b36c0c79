import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ContextRaceTests {
    private struct Reason: Error {}

    @Test func aTreeOfContextsMayBeCancelledInAnyOrderAtTheSameTime() async throws {
        try await bothWays(10) {
            let (root, cancelRoot) = Context.background.withCancel()
            var (layer, all) = ([root], [(root, cancelRoot)])
            for _ in 0..<6 {
                layer = layer.flatMap { parent in
                    (0..<2).map { _ in
                        let child = parent.withCancel()
                        all.append((child.context, child.cancel))
                        return child.context
                    }
                }
            }
            let group = WaitGroup()
            for (context, _) in all { group.go { _ = context.done?.receive() } }
            for (_, cancel) in isSeeded ? all : all.shuffled() { go { cancel() } }
            group.wait()
            for (context, _) in all { #expect(context.error == .cancelled) }
        }
    }

    /// The child is cancelled by one who waits for the end of its parent.
    @Test func aChildIsCancelledWhileItsParentsEndReachesIt() async throws {
        try await forSeeds(100) {
            let (parent, cancelParent) = Context.background.withCancel()
            let (child, cancelChild) = parent.withCancel()
            let group = WaitGroup()
            group.go {
                _ = parent.done?.receive()
                cancelChild()
            }
            cancelParent()
            _ = child.done?.receive()
            #expect(child.error == .cancelled)
            group.wait()
        }
    }

    @Test func aChildMadeWhileItsParentEndsHasEndedOrEnds() async throws {
        try await bothWays {
            for _ in 0..<(isSeeded ? 5 : 200) {
                let (parent, cancel) = Context.background.withCancel()
                let group = WaitGroup()
                for _ in 0..<4 {
                    group.go {
                        let (child, _) = parent.withCancel()
                        _ = child.done?.receive()
                        #expect(child.error == .cancelled)
                    }
                }
                cancel()
                group.wait()
            }
        }
    }

    /// Whoever sees one of the three sees the others.
    @Test func errorDoneAndCauseAreTrueTogether() async throws {
        try await bothWays {
            for _ in 0..<(isSeeded ? 5 : 200) {
                let (context, cancel) = Context.background.withCancel()
                let group = WaitGroup()
                group.go {
                    while context.error == nil { Goroutine.yield() }
                    #expect(context.cause is Reason)
                    switch select(.receive(from: context.done), .otherwise) {
                    case .first: break
                    case .second: Issue.record("an ended context whose channel is open")
                    }
                }
                group.go {
                    _ = context.done?.receive()
                    #expect(context.error == .cancelled && context.cause is Reason)
                }
                cancel(Reason())
                group.wait()
            }
        }
    }

    /// Contexts of several layers, some with a deadline: cancelling one ends it and those below it, and no other.
    @Test func ofManyLayersOnlyThoseBelowAreCancelled() async throws {
        try await forSeeds {
            var contexts = [Context.background]
            var cancels: [Cancel?] = [nil]
            for layer in 0..<12 {
                let parent = contexts[layer]
                let child =
                    layer % 3 == 0 ? parent.withTimeout(.seconds(1_000 + layer)) : parent.withCancel()
                contexts.append(child.context)
                cancels.append(child.cancel)
            }
            cancels[7]?()
            for layer in 1...12 { #expect(contexts[layer].error == (layer < 7 ? nil : .cancelled)) }
            sleep(.seconds(2_000))
            for layer in 1..<7 { #expect(contexts[layer].error == .deadlineExceeded) }
            for layer in 7...12 { #expect(contexts[layer].error == .cancelled) }
            cancels[1]?()
        }
    }

    /// A deadline and a cancellation at the same moment: one of them is the reason, for all who ask.
    @Test func aDeadlineRacesACancellation() async throws {
        try await forSeeds(100) {
            let (context, cancel) = Context.background.withTimeout(.seconds(1))
            let (child, _) = context.withCancel()
            let group = WaitGroup()
            group.go {
                sleep(.seconds(1))
                cancel()
            }
            group.go {
                _ = child.done?.receive()
                #expect(child.error == context.error && context.error != nil)
            }
            group.wait()
        }
    }

    /// Somebody else may be busy with it: whichever call returns first, everything below has ended.
    @Test func aSecondCallOfCancelReturnsNotBeforeEveryChildHasEnded() async throws {
        try await onPlainThread {
            for _ in 0..<(isSanitized ? 20 : 200) {
                let family = Family(children: 50, grandchildren: 20)
                let (start, group) = (Sync.Barrier(3), WaitGroup())
                for _ in 0..<3 {
                    group.go {
                        start.wait()
                        family.cancel()
                        #expect(family.all.allSatisfy { $0.error != nil })
                    }
                }
                group.wait()
            }
        }
    }

    /// One ends a part of the tree, another all of it: the latter's call covers the part, too.
    @Test func anEndThatMeetsAnotherIsNotOverBeforeThatIs() async throws {
        try await onPlainThread {
            for _ in 0..<(isSanitized ? 20 : 200) {
                let (root, cancel) = Context.background.withCancel()
                let (part, cancelPart) = root.withCancel()
                let below = (0..<500).map { _ in part.withCancel().context.withCancel().context }
                let (start, group) = (Sync.Barrier(2), WaitGroup())
                group.go {
                    start.wait()
                    cancelPart()
                    #expect(below.allSatisfy { $0.error != nil })
                }
                group.go {
                    start.wait()
                    cancel()
                    #expect(below.allSatisfy { $0.error != nil })
                }
                group.wait()
            }
        }
    }

    /// A function on the context that ends calls `cancel` once more, and what is let go of with it does, too.
    @Test func whoIsToldOfAnEndMayCallCancelAgain() async throws {
        try await bothWays {
            let (context, cancel) = Context.background.withCancel()
            let group = WaitGroup()
            for _ in 0..<3 {
                let last = Last(cancel)
                group.add()
                context.withCancel().context.afterFunc {
                    cancel()
                    withExtendedLifetime(last) {}
                    group.done()
                }
            }
            cancel()
            group.wait()
        }
    }

    private final class Last: Sendable {
        private let cancel: Cancel

        init(_ cancel: Cancel) { self.cancel = cancel }

        deinit { cancel() }
    }

    /// A context with everything below it.
    private struct Family {
        let cancel: Cancel
        let all: [Context]

        init(children: Int, grandchildren: Int) {
            let (root, cancel) = Context.background.withCancel()
            self.cancel = cancel
            let middle = (0..<children).map { _ in root.withCancel().context }
            all =
                [root] + middle
                + middle.flatMap { child in (0..<grandchildren).map { _ in child.withCancel().context } }
        }
    }
}
