// Command tests › MeasuredProcess: how a program ended, and what it printed.

import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

struct MeasuredProcessTests {
    @Test func theOutputsAreKeptApart() throws {
        let process = try MeasuredProcess(running: ["sh", "-c", "echo out; echo err >&2"])
        #expect(process.ending == .exited(0))
        #expect(process.output == "out\n")
        #expect(process.errorOutput == "err\n")
    }

    @Test func theExitStatusIsKept() throws {
        #expect(try MeasuredProcess(running: ["sh", "-c", "exit 7"]).ending == .exited(7))
    }

    @Test func aSignalIsNoExit() throws {
        #expect(
            try MeasuredProcess(running: ["sh", "-c", "kill -KILL $$"]).ending == .killed(signal: SIGKILL))
    }

    @Test func standardInputIsEmpty() throws {
        #expect(try MeasuredProcess(running: ["cat"]).output == "")
    }

    @Test func aProgramDoesNotInheritWhichSignalsAreBlocked() async throws {
        let blocked = try await onPlainThread {
            try MeasuredProcess(running: ["grep", "SigBlk", "/proc/self/status"]).output
        }
        #expect(blocked == "SigBlk:\t0000000000000000\n")
    }

    @Test func outputBeyondAPipesCapacityHoldsNobodyUp() throws {
        let process = try MeasuredProcess(running: ["head", "-c", "1000000", "/dev/zero"])
        #expect(process.output.utf8.count == 1_000_000)
    }

    @Test func aProgramThatDoesNotExistIsMissing() throws {
        let error = #expect(throws: CannotRun.self) {
            try MeasuredProcess(running: ["braid-no-such-program"])
        }
        #expect(error?.isMissing == true)
        #expect(error?.description == "cannot run braid-no-such-program: No such file or directory")
    }

    @Test func theTimesAreTheChildsOwn() throws {
        // Without a clock in the assertion: a computation is charged as user time, and charged to the child.
        let process = try MeasuredProcess(running: [
            "sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done",
        ])
        #expect(process.times.userSeconds > 0)
        #expect(process.times.totalSeconds > 0)
    }
}
