import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
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
}
