import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct AllGoroutinesTests {
    private static func described(_ name: String) -> Goroutine.Snapshot? {
        Goroutine.all.first { $0.name == name }
    }

    @Test func oneThatWaitsSaysForWhat() async throws {
        try await forSeeds {
            let (values, done) = (Channel<Int>(line: 4_710), Channel<Void>())
            go(name: "reader", line: 4_711) {
                _ = values.receive()
                try done.close()
            }
            while Self.described("reader")?.state != .waiting { Goroutine.yield() }
            let reader = Self.described("reader")
            #expect(reader?.waitReason == "channel receive")
            #expect(reader?.creationSite == "BraidGoroutinesTests/AllGoroutinesTests.swift:4711")
            let number = reader.map { "\($0.id)" } ?? ""
            #expect(
                reader?.description
                    == "goroutine \(number) \"reader\" created at BraidGoroutinesTests/AllGoroutinesTests.swift:4711"
                    + " [channel receive] on the channel made at BraidGoroutinesTests/AllGoroutinesTests.swift:4710"
            )
            try values.send(1)
            _ = done.receive()
        }
    }

    @Test func theCallerRuns() async throws {
        try await forSeeds(10) {
            let own = Goroutine.all.first { $0.id == Goroutine.current?.id }
            #expect(own?.state == .running)
            #expect(own?.waitReason == nil && own?.waitedAtLeast == nil)
        }
    }

    @Test func oneThatHasNotBegunIsThere() async throws {
        try await forSeeds(10) {
            let done = Channel<Void>()
            go(name: "fresh") { try done.close() }
            let fresh = Self.described("fresh")
            #expect(fresh?.state == .runnable)
            #expect(fresh?.description.hasSuffix("[runnable, not begun]") == true)
            _ = done.receive()
        }
    }

    @Test func oneThatHasYieldedIsRunnable() async throws {
        try await forSeeds(10) {
            let (isUp, isOver, group) = (Flag(), Flag(), WaitGroup())
            group.go(name: "polite") {
                isUp.raise()
                while !isOver.isRaised { Goroutine.yield() }
            }
            while !isUp.isRaised { Goroutine.yield() }
            #expect(Self.described("polite")?.state == .runnable)
            isOver.raise()
            group.wait()
        }
    }

    @Test func oneThatWasWokenWaitsNoMore() async throws {
        try await forSeeds(10) {
            let (values, done) = (Channel<Int>(), Channel<Void>())
            go(name: "reader") {
                _ = values.receive()
                try done.close()
            }
            while Self.described("reader")?.state != .waiting { Goroutine.yield() }
            try values.send(1)
            // Handed over, and not run since.
            #expect(Self.described("reader")?.state == .runnable)
            _ = done.receive()
        }
    }

    @Test func oneThatHasEndedIsGone() async throws {
        try await forSeeds {
            let group = WaitGroup()
            group.go(name: "short") {}
            group.wait()
            while Self.described("short") != nil { Goroutine.yield() }
            #expect(Goroutine.all.count == 1)
        }
    }

    /// The time is that of the first look, not of the wait's begin.
    @Test func aWaitsAgeCountsFromTheFirstLook() async throws {
        try await forSeeds(10) {
            let (values, done) = (Channel<Int>(), Channel<Void>())
            go(name: "reader") {
                _ = values.receive()
                _ = values.receive()
                try done.close()
            }
            sleep(.seconds(100))
            #expect(Self.described("reader")?.waitedAtLeast == .zero)
            sleep(.seconds(61))
            let reader = Self.described("reader")
            #expect((reader?.waitedAtLeast ?? .zero) >= .seconds(61))
            #expect(reader?.description.contains("[channel receive, 1 minute] on ") == true)
            // Another wait for the same reason is another wait.
            try values.send(1)
            sleep(.seconds(120))
            #expect(Self.described("reader")?.waitedAtLeast == .zero)
            sleep(.seconds(121))
            #expect(
                Self.described("reader")?.description.contains("[channel receive, 2 minutes] on ") == true)
            try values.send(2)
            _ = done.receive()
        }
    }

    @Test func theyAreListedByNumber() async throws {
        try await forSeeds(10) {
            let (gate, group) = (Channel<Void>(), WaitGroup())
            for _ in 0..<20 { group.go { _ = gate.receive() } }
            let numbers = Goroutine.all.map { Int("\($0.id)") ?? 0 }
            #expect(numbers == numbers.sorted() && numbers.count == 21)
            try gate.close()
            group.wait()
        }
    }
}
