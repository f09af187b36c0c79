import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ChannelRaceTests {
    /// A value that was there before the channel was closed: whoever does not wait finds it, or the end.
    @Test func tryReceiveNeverMissesWhatIsThereBecauseOfAClose() async throws {
        try await bothWays {
            for _ in 0..<(isSeeded ? 5 : 500) {
                let (values, found) = (Channel<Int>(capacity: 1), Channel<Bool>(capacity: 1))
                try values.send(1)
                go {
                    // An otherwise arm may be taken only where there is neither a value nor an end.
                    switch select(.receive(from: values), .otherwise) {
                    case .first: try found.send(true)
                    case .second: try found.send(false)
                    }
                }
                try values.close()
                _ = values.tryReceive()
                #expect(found.receive() == true)
            }
        }
    }

    /// One is always runnable; the timer's goroutine must get its turn all the same.
    @Test func twoWhoPassValuesToEachOtherDoNotKeepATimerFromRunning() async throws {
        try await onPlainThread {
            for _ in 0..<20 {
                let (values, group, isOver) = (Channel<Int>(capacity: 1), WaitGroup(), Flag())
                group.go {
                    while !isOver.isRaised { try values.send(1) }
                    try values.close()
                }
                group.go { for _ in values {} }
                afterFunc(.microseconds(1)) { isOver.raise() }
                group.wait()
            }
        }
    }

    /// Of two sends to one channel in one select either may be taken.
    @Test func twoSendsToOneChannelAreDrawnAlike() async throws {
        try await bothWays(5) {
            let values = Channel<Int>(capacity: 1)
            var ones = 0
            for _ in 0..<1_000 {
                switch try select(.send(0, to: values), .send(1, to: values)) {
                case .first, .second: ones += values.receive() ?? 0
                }
            }
            #expect((300...700).contains(ones))
        }
    }
}
