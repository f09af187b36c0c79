import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct SelectCloseTests {
    @Test func closeWakesReceiversInsideSelects() async throws {
        try await forSeeds {
            let (one, other) = (Channel<Int>(), Channel<Int>())
            let selects = (0..<3).map { _ in spawn { select(from: [one, other]) } }
            let receiver = spawn { other.receive() }
            sleep(.seconds(1))
            try other.close()
            for selected in selects {
                let (index, value) = selected.join()
                #expect(index == 1 && value == nil)
            }
            #expect(receiver.join() == nil)
            try #expect(!one.trySend(1), "nobody waits there any more")
        }
    }

    @Test func aClosedChannelIsReadyForEver() async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: 1)
            try channel.send(5)
            try channel.close()
            #expect(shown(select(.receive(from: channel), .otherwise)) == "first 5")
            for _ in 0..<3 { #expect(shown(select(.receive(from: channel), .otherwise)) == "first nil") }
        }
    }

    @Test func sendingOnAClosedChannelFailsInASelectWithADefaultToo() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            try channel.close()
            let error = caught { () throws(ChannelClosed) in
                _ = try select(.send(1, to: channel), .otherwise)
            }
            #expect(error == ChannelClosed())
        }
    }

    @Test func aSendThatWaitsInASelectFailsWhenItsChannelIsClosed() async throws {
        try await forSeeds {
            let (closing, other) = (Channel<Int>(), Channel<Int>())
            let selecting = spawn { () throws(ChannelClosed) in
                _ = try select(.send(1, to: closing), .receive(from: other))
            }
            sleep(.seconds(1))
            try closing.close()
            #expect(caught { () throws(ChannelClosed) in try selecting.join() } == ChannelClosed())
            try #expect(!other.trySend(1), "nobody waits there any more")
        }
    }
}
