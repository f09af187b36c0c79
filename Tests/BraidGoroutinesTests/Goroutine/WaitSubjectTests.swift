import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// What a report says of the thing that a goroutine waits for: where that was made.
@Suite struct WaitSubjectTests {
    /// A wait that never ends, for a thing that was made "in line 4711".
    struct EndlessWait: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let thing: String
        let begin: @Sendable () throws -> Void

        init(_ reason: String, _ thing: String, _ begin: @escaping @Sendable () throws -> Void) {
            (testDescription, self.thing, self.begin) = (reason, thing, begin)
        }
    }

    private static let channels = [
        EndlessWait("channel receive", "the channel made") { _ = Channel<Int>(line: 4_711).receive() },
        EndlessWait("channel send", "the channel made") { try Channel<Int>(line: 4_711).send(1) },
        EndlessWait("channel receive", "the channel made") {
            let (sender, receiver) = Channel<Int>.ends(line: 4_711)
            _ = receiver.receive()
            withExtendedLifetime(sender) {}
        },
        EndlessWait("channel receive", "the channel made") {
            let timer = Goroutine.Timer(.seconds(1), line: 4_711)
            timer.stop()
            _ = timer.receiving.receive()
        },
        EndlessWait("channel receive", "the channel made") {
            let ticker = Ticker(.seconds(1), line: 4_711)
            ticker.stop()
            _ = ticker.receiving.receive()
        },
        EndlessWait("channel receive", "the channel made") {
            let (context, cancel) = Context.background.withCancel(line: 4_711)
            _ = context.done?.receive()
            withExtendedLifetime(cancel) {}
        },
        EndlessWait("select", "the channel made") {
            _ = select(.receive(from: Channel<Int>(line: 4_711)), .after(.seconds(1_000)))
        },
    ]

    private static let locks = [
        EndlessWait("Sync.Mutex.lock", "the Sync.Mutex made") {
            let mutex = Sync.Mutex(line: 4_711)
            mutex.lock()
            mutex.lock()
        },
        EndlessWait("Sync.Mutex.lock", "the Sync.Mutex made") {
            let mutex = Sync.Mutex(0, line: 4_711)
            mutex.lock()
            try mutex.lock(within: .seconds(1_000))
        },
        EndlessWait("Sync.RWMutex.readLock", "the Sync.RWMutex made") {
            let mutex = Sync.RWMutex(line: 4_711)
            mutex.lock()
            mutex.readLock()
        },
        EndlessWait("Sync.RWMutex.lock", "the Sync.RWMutex made") {
            let mutex = Sync.RWMutex(0, line: 4_711)
            mutex.lock()
            mutex.lock()
        },
        EndlessWait("Sync.Cond.wait", "the Sync.Cond made") {
            let mutex = Sync.Mutex()
            mutex.lock()
            Sync.Cond(mutex, line: 4_711).wait()
        },
        EndlessWait("Sync.Semaphore.acquire", "the Sync.Semaphore made") {
            let semaphore = Sync.Semaphore(1, line: 4_711)
            semaphore.acquire()
            semaphore.acquire()
        },
        EndlessWait("Sync.Barrier.wait", "the Sync.Barrier made") { Sync.Barrier(2, line: 4_711).wait() },
        EndlessWait("Sync.Once", "the Sync.Once made") {
            let once = Sync.Once(line: 4_711)
            once.run { once.run {} }
        },
        EndlessWait("Sync.Once", "the Sync.Once made") {
            let hasBegun = Flag()
            let value = Sync.onceValue(line: 4_711) {
                hasBegun.raise()
                return Channel<Int>().receive()
            }
            go { _ = value() }
            while !hasBegun.isRaised { Goroutine.yield() }
            _ = value()
        },
        EndlessWait("SingleFlight", "the SingleFlight made") {
            let flights = SingleFlight<Int, Int>(line: 4_711)
            _ = try flights.run(1) { try flights.run(1) { 1 }.value }
        },
    ]

    private static let groups = [
        EndlessWait("WaitGroup.wait", "the WaitGroup made") {
            let group = WaitGroup(line: 4_711)
            group.add()
            group.wait()
        },
        EndlessWait("WaitGroup.wait", "the WaitGroup made") {
            let group = WaitGroup(line: 4_711)
            group.add()
            try group.wait(in: Context.background.withCancel().context)
        },
        EndlessWait("ErrGroup", "the ErrGroup made") {
            let group = ErrGroup(line: 4_711)
            group.go { _ = Channel<Int>().receive() }
            try group.wait()
        },
        EndlessWait("ErrGroup", "the ErrGroup made") {
            let (group, _) = ErrGroup.withContext(.background, limit: 1, line: 4_711)
            for _ in 0..<2 { group.go { _ = Channel<Int>().receive() } }
        },
        EndlessWait("withGoroutines", "the nursery made") {
            try withGoroutines(line: 4_711) { $0.go { _ = Channel<Int>().receive() } }
        },
        EndlessWait("Spawned.join", "the goroutine created") {
            _ = spawn(line: 4_711) { Channel<Int>().receive() }.join()
        },
    ]

    private static let place = "BraidGoroutinesTests/WaitSubjectTests.swift:4711"

    private static func waiter() -> Goroutine.Snapshot? { Goroutine.all.first { $0.name == "waiter" } }

    @Test(arguments: channels + locks + groups)
    func itIsNamedByWhereItWasMade(_ wait: EndlessWait) async throws {
        try await onPlainThread {
            for seed in Seeds(10) {
                let run = try SeededRun(seed: seed) {
                    go(name: "waiter") { try wait.begin() }
                    while Self.waiter()?.waitReason != wait.testDescription { Goroutine.yield() }
                    #expect(Self.waiter()?.waitsOn == [Self.place])
                    let words = Self.waiter()?.description ?? ""
                    #expect(
                        words.hasSuffix(" [\(wait.testDescription)] on \(wait.thing) at \(Self.place)"),
                        "\(words)")
                }
                // The same in what a run says of those whom it leaves behind.
                let stranded = run.stranded.map(\.description).first { $0.contains("\"waiter\"") } ?? ""
                #expect(
                    stranded.hasSuffix(
                        ", waiting: \(wait.testDescription) on \(wait.thing) at \(Self.place)"),
                    "\(stranded)")
            }
        }
    }

    @Test func aWaitThatIsForNoThingNamesNone() async throws {
        try await forSeeds(10) {
            let group = WaitGroup()
            group.go(name: "waiter") { sleep(.seconds(10)) }
            while Self.waiter()?.state != .waiting { Goroutine.yield() }
            #expect(Self.waiter()?.waitsOn == [])
            #expect(Self.waiter()?.description.hasSuffix("[sleep]") == true)
            group.wait()
        }
    }

    @Test(arguments: [Goroutine.Readiness.reading, .writing])
    func aDescriptorIsNamedByItsNumber(_ readiness: Goroutine.Readiness) async throws {
        try await forSeeds(10) {
            let (pipe, group) = (try Pipe(), WaitGroup())
            pipe.fill()
            let number = readiness == .reading ? pipe.reading : pipe.writing
            while readiness == .reading, pipe.readByte() != nil {}
            group.go(name: "waiter") {
                // A select before it leaves another number in the same place.
                _ = select(.receive(from: Channel<Int>()), .after(.milliseconds(1)))
                try Goroutine.wait(for: readiness, on: number)
            }
            let words =
                readiness == .reading
                ? "[readable descriptor] to read from" : "[writable descriptor] to write to"
            sleep(.seconds(1))
            let description = Self.waiter()?.description ?? ""
            #expect(description.hasSuffix(" \(words) descriptor \(number)"), "\(description)")
            #expect(Self.waiter()?.waitsOn == [])
            if readiness == .reading { pipe.write("x") } else { while pipe.readByte() != nil {} }
            group.wait()
        }
    }

    /// One goroutine waits for one thing after another, and looks are taken in each wait.
    @Test func nothingIsSaidOfAnEarlierWait() async throws {
        try await forSeeds {
            let (one, other, group) = (Channel<Int>(line: 1), Channel<Int>(line: 2), WaitGroup())
            let mutex = Sync.Mutex(line: 3)
            mutex.lock()
            group.go(name: "waiter") {
                _ = select(.receive(from: one), .receive(from: other))
                _ = other.receive()
                sleep(.seconds(1))
                mutex.lock()
                _ = select(.receive(from: one), .after(.seconds(1_000)))
            }
            func lines(of reason: String) -> [String] {
                while Self.waiter()?.waitReason != reason { Goroutine.yield() }
                return Self.waiter()?.waitsOn.map { String($0.split(separator: ":")[1]) } ?? []
            }
            #expect(lines(of: "select") == ["1", "2"])
            try one.send(1)
            #expect(lines(of: "channel receive") == ["2"])
            try other.send(1)
            #expect(lines(of: "sleep") == [])
            sleep(.seconds(1))
            #expect(lines(of: "Sync.Mutex.lock") == ["3"])
            mutex.unlock()
            #expect(lines(of: "select") == ["1"])
            try one.send(1)
            group.wait()
        }
    }

    private static func subject(ofSelectFrom channels: [Channel<Int>]) throws -> String {
        let run = try SeededRun(seed: 1) { _ = select(from: channels) }
        return run.stranded.first?.description.split(separator: "waiting: ").last.map(String.init) ?? ""
    }

    @Test func aSelectNamesItsChannels() async throws {
        try await onPlainThread {
            let channels = (1...7).map { Channel<Int>(fileID: "App/Main.swift", line: UInt($0)) }
            let at = { (lines: ClosedRange<Int>) in lines.map { "App/Main.swift:\($0)" } }
            let subject = { (count: Int) in try Self.subject(ofSelectFrom: Array(channels.prefix(count))) }
            try #expect(subject(0) == "select")
            try #expect(subject(1) == "select on the channel made at \(at(1...1)[0])")
            try #expect(subject(2) == "select on channels made at \(at(1...2).joined(separator: " and "))")
            try #expect(
                subject(4)
                    == "select on channels made at \(at(1...3).joined(separator: ", ")) and \(at(4...4)[0])")
            try #expect(
                subject(7) == "select on channels made at \(at(1...4).joined(separator: ", ")) and 3 more")
        }
    }

    @Test func channelsThatWereMadeInOnePlaceAreNamedOnce() async throws {
        try await onPlainThread {
            let channels = (1...3).map { _ in Channel<Int>(fileID: "App/Main.swift", line: 5) }
            try #expect(
                Self.subject(ofSelectFrom: channels) == "select on channels made at App/Main.swift:5")
        }
    }

    @Test func aLineBeyondAllFilesIsTheLastOne() async throws {
        try await onPlainThread {
            let channel = Channel<Int>(fileID: "App/Main.swift", line: 1_000_000)
            let subject = try Self.subject(ofSelectFrom: [channel])
            #expect(subject == "select on the channel made at App/Main.swift:65535")
        }
    }
}
