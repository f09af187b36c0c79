import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

/// Elements of every shape, through a buffer, from hand to hand, and left behind.
@Suite struct ChannelElementTests {
    /// Sends `values` one after another and compares what arrives.
    private func pass<Element: Equatable & Sendable>(_ values: [Element]) async throws {
        for capacity in [0, 1, 3] {
            try await bothWays {
                let channel = Channel<Element>(capacity: capacity)
                go {
                    for value in values { try channel.send(value) }
                    try channel.close()
                }
                #expect(Array(channel) == values, "capacity \(capacity)")
            }
        }
    }

    @Test func strings() async throws {
        try await pass((0..<50).map { String(repeating: "long enough for the heap ", count: $0) })
    }

    @Test func optionals() async throws {
        try await pass([1, nil, 3, nil, nil] as [Int?])
    }

    struct Large: Equatable, Sendable {
        var (first, second, third, fourth) = (
            SIMD8<Int>.zero, SIMD8<Int>.zero, SIMD8<Int>.zero, SIMD8<Int>.zero
        )
        var text = ""
        var odd: UInt8 = 0

        init(_ number: Int) {
            first = SIMD8(repeating: number)
            fourth = SIMD8(repeating: ~number)
            text = "number \(number)"
            odd = UInt8(truncatingIfNeeded: number)
        }
    }

    @Test func largeStructs() async throws {
        try await pass((0..<50).map { Large($0) })
    }

    @Test func vectorsThatWantAlignment() async throws {
        #expect(MemoryLayout<SIMD16<Double>>.alignment <= 16, "the buffer is aligned to 16 bytes")
        try await pass((0..<50).map { SIMD16<Double>(repeating: Double($0)) })
    }

    struct Uneven: Equatable, Sendable {
        var word: Int
        var byte: UInt8
    }

    @Test func elementsWhoseSizeIsNotTheirStride() async throws {
        #expect(MemoryLayout<Uneven>.size < MemoryLayout<Uneven>.stride)
        try await pass((0..<50).map { Uneven(word: $0, byte: UInt8($0)) })
    }

    @Test(arguments: [0, 1, 3])
    func voids(capacity: Int) async throws {
        try await forSeeds {
            let channel = Channel<Void>(capacity: capacity)
            go {
                for _ in 0..<20 { try channel.send(()) }
                try channel.close()
            }
            var count = 0
            for _ in channel { count += 1 }
            #expect(count == 20)
        }
    }

    @Test func voidsWithoutWaiting() async throws {
        try await bothWays {
            let channel = Channel<Void>(capacity: 2)
            try #expect(channel.trySend(()))
            try #expect(channel.trySend(()))
            try #expect(channel.trySend(()) == false)
            #expect(channel.tryReceive() != nil)
            #expect(channel.tryReceive() != nil)
            #expect(channel.tryReceive() == nil)
        }
    }

    @Test func aBufferOfVoidsTakesNoRoomHoweverLarge() async throws {
        try await bothWays {
            let channel = Channel<Void>(capacity: .max)
            for _ in 0..<3 { try channel.send(()) }
            #expect(channel.count == 3)
            #expect(channel.capacity == 536_870_911, "as many as it can count")
            try channel.close()
            #expect(Array(channel).count == 3)
        }
    }

    @Test func closures() async throws {
        try await bothWays {
            let channel = Channel<@Sendable () -> Int>(capacity: 2)
            for number in 0..<2 { try channel.send { number * 10 } }
            #expect(channel.receive()?() == 0)
            #expect(channel.receive()?() == 10)
        }
    }

    @Test func existentials() async throws {
        try await bothWays {
            let channel = Channel<any Sendable>(capacity: 3)
            try channel.send(7)
            try channel.send("seven")
            try channel.send(Large(7))
            #expect(channel.receive() as? Int == 7)
            #expect(channel.receive() as? String == "seven")
            #expect(channel.receive() as? Large == Large(7))
        }
    }

    @Test func channelsOfChannels() async throws {
        try await bothWays {
            let requests = Channel<Channel<Int>>()
            go { for reply in requests { try reply.send(42) } }
            let reply = Channel<Int>()
            try requests.send(reply)
            #expect(reply.receive() == 42)
            try requests.close()
        }
    }

    /// Not `Sendable`, and handed over: the sender gives it up.
    final class Draft {
        var pages = 0
    }

    @Test(arguments: [0, 1])
    func anObjectThatIsNotSendableIsHandedOver(capacity: Int) async throws {
        try await bothWays {
            let (there, back) = (Channel<Draft>(capacity: capacity), Channel<Draft>(capacity: capacity))
            go {
                // Not `for in`, whose iterator would keep a hand on what it gives.
                while let draft = there.receive() {
                    draft.pages += 1
                    try back.send(draft)
                }
            }
            try there.send(Draft())
            for _ in 1..<100 {
                guard let draft = back.receive() else { return }
                try there.send(draft)
            }
            #expect(back.receive()?.pages == 100)
            try there.close()
        }
    }
}
