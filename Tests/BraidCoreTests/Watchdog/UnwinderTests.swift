import BraidTesting
import Glibc
import Testing

@testable import BraidCore

@Suite struct ThreadActivityTests {
    @Test func theKernelsTextSaysWhereAThreadWaits() {
        let text = "230 0x0 0x0 0x7f766a87de80 0x0 0x0 0x0 0x7f766a87de30 0x7f766a951545\n"
        let wanted = ThreadActivity.waiting(
            call: 230, stackPointer: 0x7f76_6a87_de30, programCounter: 0x7f76_6a95_1545)
        #expect(ThreadActivity(text) == wanted)
    }

    @Test func aThreadThatWaitsOutsideOfACallHasNoArguments() {
        #expect(
            ThreadActivity("-1 0x7ffe0000 0x400123\n")
                == .waiting(call: -1, stackPointer: 0x7ffe_0000, programCounter: 0x40_0123))
    }

    @Test(arguments: ["", "\n", "walking", "230", "230 0x0", "230 0x0 17 18"])
    func anythingElseIsNotUnderstood(text: String) {
        #expect(ThreadActivity(text) == nil)
    }

    @Test func aThreadThatReadsItsOwnActivityComputes() {
        #expect(ThreadActivity(ofThread: -1) == nil)
    }
}

@Suite struct BlockageDetectorTests {
    private static let second: UInt64 = 1_000_000_000
    private static let working: UInt64 = 7
    private static let waiting: UInt64 = 8

    private func instant(_ milliseconds: UInt64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func aBeatThatStandsStillInATurnIsABlockageFromTheThresholdOn() {
        var detector = BlockageDetector()
        func verdict(_ milliseconds: UInt64) -> BlockageDetector.Verdict {
            detector.observe(
                beat: Self.working, at: instant(milliseconds), thresholdNanoseconds: 100_000_000)
        }
        #expect(verdict(1000) == .working)
        #expect(verdict(1099) == .working)
        #expect(verdict(1100) == .blocked(nanoseconds: 100_000_000))
        #expect(verdict(1200) == .blocked(nanoseconds: 200_000_000))
        detector.reported(beat: Self.working)
        #expect(verdict(1300) == .working)
    }

    @Test func aLoopThatWaitsIsIdleHoweverLong() {
        var detector = BlockageDetector()
        #expect(detector.observe(beat: Self.waiting, at: instant(0), thresholdNanoseconds: 1) == .working)
        #expect(detector.observe(beat: Self.waiting, at: instant(9), thresholdNanoseconds: 1) == .idle)
    }

    @Test func theNextCallbackStartsAnew() {
        var detector = BlockageDetector()
        _ = detector.observe(beat: 1, at: instant(0), thresholdNanoseconds: Self.second)
        #expect(detector.observe(beat: 3, at: instant(999), thresholdNanoseconds: Self.second) == .working)
        #expect(detector.observe(beat: 3, at: instant(1001), thresholdNanoseconds: Self.second) == .working)
        detector.reported(beat: 1)
        #expect(
            detector.observe(beat: 3, at: instant(1999), thresholdNanoseconds: Self.second)
                == .blocked(nanoseconds: Self.second))
    }

    @Test func aStackThatCannotBeReadIsTriedAgainAFewTimes() {
        var detector = BlockageDetector()
        _ = detector.observe(beat: 1, at: instant(0), thresholdNanoseconds: 1)
        #expect((0..<5).map { _ in detector.failed(beat: 1) } == [true, true, true, true, false])
    }
}

@Suite struct UnwinderTests {
    /// glibc's own way of looking at a stack, for the calling thread only.
    private typealias Backtrace =
        @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>, Int32) -> Int32

    private static func returnAddresses() -> [UInt64] {
        // Safety: the function has this type in every glibc, and writes at most as many addresses as there is room for.
        guard let symbol = unsafe dlsym(nil, "backtrace") else { return [] }
        let backtrace = unsafe unsafeBitCast(symbol, to: Backtrace.self)
        var addresses = unsafe [UnsafeMutableRawPointer?](repeating: nil, count: 100)
        let count = unsafe backtrace(&addresses, 100)
        return unsafe addresses.prefix(Int(count)).map { UInt64(UInt(bitPattern: $0)) }
    }

    /// Notes who calls, and blocks.
    @inline(never)
    private static func noteAndBlock(_ callers: OneShot<[UInt64]>, _ obstacle: Obstacle) -> Int {
        callers.set(returnAddresses())
        return obstacle.block() + 1
    }

    @inline(never)
    private static func generic<Value>(_ value: Value, _ depth: Int, _ block: () -> Int) -> (Value, Int) {
        let copy = value
        return (copy, depth == 0 ? block() : generic(value, depth - 1, block).1 + 1)
    }

    @Test(arguments: 0..<4)
    func fromOutsideTheCallersAreThoseThatTheThreadItselfSees(depth: Int) async throws {
        let (theirs, ours) = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let callers = OneShot<[UInt64]>()
            let thread = watcher.runLoop {
                _ = UnwinderTests.generic("not a trivial value", depth) {
                    UnwinderTests.noteAndBlock(callers, obstacle) + 1
                }
            }
            let theirs = callers.wait(.join)
            var ours: [UInt64] = []
            while ours.isEmpty {
                guard let pulse = watcher.pulses.first, Call.read.isMade(by: pulse) else { continue }
                ours = StackSample(of: pulse, during: pulse.current)?.addresses ?? []
            }
            obstacle.clear()
            thread.join()
            return (theirs, ours)
        }
        // Theirs begin with the functions of this test that noted them, whose places have changed since; what is
        // common are the callers, from the closure above outwards.
        let common = theirs.drop { !ours.contains($0) }
        let rest = ours.drop { $0 != common.first }
        #expect(rest.count >= depth + 4)
        #expect(rest.elementsEqual(common.prefix(rest.count)))
    }

    @Test func anAddressOutsideOfAllCodeHasNoDescription() {
        #expect(FrameDescription(containing: 4096) == nil)
        #expect(!CallSite.precedes(4097))
    }
}

@Suite struct FrameOwnerTests {
    private func owner(_ symbol: String, image: String = "program", file: String? = "a.swift") -> FrameOwner {
        FrameOwner(
            of: SymbolizedFrame(
                symbol: symbol, function: symbol, image: image, file: file, line: 1, isThunk: false))
    }

    @Test func theModuleIsReadFromTheSymbol() {
        #expect(owner("$s9BraidCore9EventLoopC4turnyyF") == .braid)
        #expect(owner("$s14BraidCoreTests4DeepO7computeyyF") == .program)
        #expect(owner("$s4main5inneryS2iF") == .program)
        #expect(owner("braid_futex_wait") == .braid)
        #expect(owner("PQexec", image: "libpq.so.5", file: nil) == .system)
        #expect(owner("___interceptor_sleep", file: "sanitizer_common_interceptors.inc") == .system)
        #expect(owner("nanosleep", image: "libc.so.6", file: nil) == .system)
        #expect(owner("$s10Foundation6ThreadC5sleep12forTimeIntervalySd_tFZ", file: nil) == .system)
    }

    @Test(arguments: [
        ("sleep", "sleep"), ("__GI___read", "read"), ("static Thread.sleep(forTimeInterval:)", "sleep"),
        ("sleep(_:) in BraidGoroutines", "sleep"), ("Channel.receive()", "receive"),
        ("__clock_nanosleep", "clock_nanosleep"), ("___interceptor_sleep", "sleep"),
    ])
    func theBareNameOfACall(function: String, name: String) {
        #expect(Advice.baseName(function) == name[...])
    }
}
