import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// What a channel does, one rule each. Closing is in ChannelCloseTests, order in ChannelOrderTests.
@Suite struct ChannelTests {
    @Test func aValueGoesFromAGoroutineToAPlainThread() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            go { try channel.send(42) }
            #expect(channel.receive() == 42)
        }
    }

    @Test func aValueGoesFromAPlainThreadToAGoroutine() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            let received = spawn { channel.receive() }
            try channel.send(42)
            #expect(received.join() == 42)
        }
    }

    @Test func aValueGoesBetweenTwoPlainThreads() async throws {
        let channel = Channel<String>()
        async let received = onPlainThread { channel.receive() }
        try await onPlainThread { try channel.send("hello") }
        try await #expect(received == "hello")
    }

    @Test func aValueGoesBetweenTwoGoroutines() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            let received = spawn { channel.receive() }
            let sent = spawn { try channel.send(7) }
            try sent.join()
            #expect(received.join() == 7)
        }
    }

    @Test func anUnbufferedSendWaitsForItsReceiver() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let trace = Trace<String>()
            go {
                try channel.send(1)
                trace.add("sent")
            }
            sleep(.seconds(1))
            trace.add("receives")
            #expect(channel.receive() == 1)
            sleep(.seconds(1))
            #expect(trace.events == ["receives", "sent"])
        }
    }

    @Test func anUnbufferedReceiveWaitsForItsSender() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let trace = Trace<String>()
            go {
                _ = channel.receive()
                trace.add("received")
            }
            sleep(.seconds(1))
            trace.add("sends")
            try channel.send(1)
            sleep(.seconds(1))
            #expect(trace.events == ["sends", "received"])
        }
    }

    @Test func sendsWaitOnlyWhileTheBufferIsFull() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 3)
            let trace = Trace<Int>()
            go {
                for value in 1...5 {
                    try channel.send(value)
                    trace.add(value)
                }
            }
            sleep(.seconds(1))
            #expect(trace.events == [1, 2, 3])
            #expect(channel.count == 3)
            #expect(channel.receive() == 1)
            sleep(.seconds(1))
            #expect(trace.events == [1, 2, 3, 4])
            for value in 2...5 { #expect(channel.receive() == value) }
        }
    }

    @Test func trySendSendsOnlyWhereNobodyHasToWait() async throws {
        try await bothWays {
            let unbuffered = Channel<Int>()
            try #expect(unbuffered.trySend(1) == false)
            let buffered = Channel<Int>(capacity: 1)
            try #expect(buffered.trySend(1))
            try #expect(buffered.trySend(2) == false)
            #expect(buffered.tryReceive() == 1)
        }
    }

    @Test func tryReceiveTakesOnlyWhatIsThere() async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: 1)
            #expect(channel.tryReceive() == nil)
            try channel.send(1)
            #expect(channel.tryReceive() == 1)
            #expect(channel.tryReceive() == nil)
        }
    }

    @Test func tryReceiveTakesFromAWaitingSender() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            go { try channel.send(5) }
            sleep(.seconds(1))
            #expect(channel.tryReceive() == 5)
        }
    }

    @Test func trySendGivesToAWaitingReceiver() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let received = spawn { channel.receive() }
            sleep(.seconds(1))
            try #expect(channel.trySend(5))
            #expect(received.join() == 5)
        }
    }

    @Test func countAndCapacityAreGosLenAndCap() async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: 3)
            #expect(channel.capacity == 3)
            #expect(channel.count == 0)
            try channel.send(1)
            try channel.send(2)
            #expect(channel.count == 2)
            _ = channel.receive()
            #expect(channel.count == 1)
            #expect(Channel<Int>().capacity == 0)
        }
    }

    @Test func theBufferGoesAroundManyTimes() async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: 3)
            for value in 0..<100 {
                try channel.send(value)
                try channel.send(-value)
                #expect(channel.receive() == value)
                #expect(channel.receive() == -value)
            }
        }
    }

    @Test func aLoopEndsWhenTheChannelIsClosedAndDrained() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 2)
            go {
                for value in 0..<10 { try channel.send(value) }
                try channel.close()
            }
            var received: [Int] = []
            for value in channel { received.append(value) }
            #expect(received == Array(0..<10))
        }
    }

    @Test func twoLoopsShareTheValues() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let loops = (0..<2).map { _ in spawn { channel.map { $0 } } }
            for value in 0..<20 { try channel.send(value) }
            try channel.close()
            #expect(loops.flatMap { $0.join() }.sorted() == Array(0..<20))
        }
    }
}
