import BraidTestSupport
import BraidTesting
import Testing

@Suite struct DeadlockCrashTests {
    private static func program(_ whoCouldWake: String, _ environment: [String] = []) async throws
        -> SiblingProgram
    {
        try await onPlainThread { SiblingProgram("BraidAsleep", [whoCouldWake], environment: environment) }
    }

    /// ThreadSanitizer has a thread of its own, whose doings nobody can know.
    @Test(
        .disabled(if: isSanitized),
        arguments: [
            "nobody", "nobody, and no goroutine was ever started", "nobody, after other work",
            "nobody, pinned", "everybody has ended", "nobody, where Braid alone handles signals",
        ])
    func whereNobodyCanGoOnTheProgramEnds(case name: String) async throws {
        let program = try await Self.program(name)
        #expect(program.output.contains("all goroutines are asleep: deadlock"), "\(program.output)")
        #expect(program.status > 128, "\(program.output)")
    }

    @Test(.disabled(if: isSanitized))
    func theReportNamesWhoWaitsForWhatAndWhere() async throws {
        let output = try await Self.program("nobody").output
        #expect(output.contains("\"reader\" [channel receive]:"), "\(output)")
        #expect(output.contains("Channel.receive()"), "\(output)")
        #expect(output.contains("main.swift:"), "\(output)")
        #expect(output.contains("created at BraidAsleep/main.swift:"), "\(output)")
        #expect(output.contains("waits on the channel made at BraidAsleep/main.swift:4711\n"), "\(output)")
        // The main thread waits as well, and is no goroutine.
        #expect(output.contains("main thread [channel receive]:"), "\(output)")
        #expect(output.contains("waits on the channel made at BraidAsleep/main.swift:4712\n"), "\(output)")
        #expect(output.contains("waitForever() at "), "\(output)")
    }

    @Test(arguments: [
        "a timer", "a deadline of its own", "a thread", "a goroutine that blocks its thread", "an event loop",
        "a Swift task", "a descriptor", "a signal",
    ])
    func whereSomebodyMayWakeThemItGoesOn(case name: String) async throws {
        let program = try await Self.program(name)
        #expect(!program.output.contains("asleep"), "\(program.output)")
        #expect(program.output.contains("was woken") && program.status == 0, "\(program.output)")
    }

    /// The signal asks for a dump as well, which takes minutes with the debugging information of a sanitized build.
    @Test(.disabled(if: isSanitized))
    func aHandlerBehindThatOfBraidMayWakeSomebody() async throws {
        let program = try await Self.program("a handler behind that of Braid")
        #expect(!program.output.contains("asleep"), "\(program.output)")
        #expect(program.output.contains("was woken") && program.status == 0, "\(program.output)")
    }

    /// SIGQUIT, SIGTRAP, SIGURG, SIGPROF.
    @Test(arguments: [3, 5, 23, 27])
    func aHandlerOfTheProgramsMayWakeSomebodyAlsoWhereBraidHasOne(signal: Int) async throws {
        let program = try await onPlainThread {
            SiblingProgram("BraidAsleep", ["a signal that Braid handles, too", "\(signal)"])
        }
        #expect(!program.output.contains("asleep"), "\(program.output)")
        #expect(program.output.contains("was woken") && program.status == 0, "\(program.output)")
    }

    /// Its handlers are for crashes, and for SIGQUIT and SIGTRAP as well.
    @Test(.disabled(if: isSanitized))
    func theRuntimesOwnHandlersDoNotHideADeadlock() async throws {
        let program = try await Self.program("nobody", ["SWIFT_BACKTRACE=enable=yes,symbolicate=off"])
        #expect(program.output.contains("all goroutines are asleep: deadlock"), "\(program.output)")
    }

    @Test(.disabled(if: isSanitized))
    func onePinnedIsListedWithWhatItWaitsFor() async throws {
        let output = try await Self.program("nobody, pinned").output
        #expect(output.contains("\"pinned\" [channel receive]:"), "\(output)")
        #expect(!output.contains("\nthread "), "not once more as a thread: \(output)")
    }

    @Test func onWishItNeverEndsTheProgram() async throws {
        let program = try await onPlainThread {
            SiblingProgram("BraidAsleep", ["nobody"], environment: ["BRAID_DEADLOCK=off"], seconds: 3)
        }
        #expect(program.status == 124, "\(program.output)")
        #expect(!program.output.contains("asleep"), "\(program.output)")
    }

    @Test(arguments: [("a question", []), ("a question, as the environment allows", ["BRAID_DUMP=quit"])])
    func aQuitSignalPrintsAllGoroutinesAndTheProgramGoesOn(
        case name: String, environment: [String]
    ) async throws {
        let program = try await Self.program(name, environment)
        #expect(program.output.contains("braid: SIGQUIT, 1 goroutines"), "\(program.output)")
        #expect(program.output.contains("\"reader\" [channel receive]:"), "\(program.output)")
        #expect(program.output.contains("was woken") && program.status == 0, "\(program.output)")
    }
}
