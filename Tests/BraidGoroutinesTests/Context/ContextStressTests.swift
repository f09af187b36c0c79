import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ContextStressTests {
    /// Children that are made, cancelled and dropped while their parent ends, on real threads.
    @Test func aParentEndsWhileChildrenComeAndGo() async throws {
        try await onPlainThread {
            for _ in 0..<(isSanitized ? 50 : 500) {
                let (parent, cancel) = Context.background.withCancel()
                let (group, ended, ran, takenBack) = (WaitGroup(), Tally(), Tally(), Tally())
                for _ in 0..<4 {
                    group.go {
                        for step in 0..<20 {
                            let (child, cancelChild) = parent.withTimeout(.seconds(3_600))
                            let stop = child.afterFunc { ran.add() }
                            if step % 3 == 0 { cancelChild() }
                            if step % 5 == 0, stop() { takenBack.add() }
                            if step % 3 != 0 { _ = parent.done?.receive() }
                            _ = child.done?.receive()
                            if child.error != nil { ended.add() }
                            cancelChild()
                        }
                    }
                }
                group.go { cancel() }
                group.wait()
                #expect(ended.value == 80)
                while ran.value + takenBack.value < 80 { Goroutine.yield() }
                #expect(ran.value + takenBack.value == 80)
            }
        }
    }
}
