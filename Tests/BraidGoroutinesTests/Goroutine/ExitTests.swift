import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ExitTests {
    @Test func leavingAGoroutineEarlyRunsItsDefers() async throws {
        try await forSeeds {
            let trace = Trace<String>()
            let group = WaitGroup()
            @Sendable func deeper() throws {
                defer { trace.add("inner") }
                try Goroutine.exit()
            }
            group.go {
                defer { trace.add("outer") }
                try deeper()
                trace.add("not reached")
            }
            group.wait()
            #expect(trace.events == ["inner", "outer"])
        }
    }

    @Test func itIsNoErrorOfAGoroutineOrAGroup() async throws {
        try await forSeeds {
            go { try Goroutine.exit() }
            let group = ErrGroup(limit: 1)
            group.go { try Goroutine.exit() }
            group.go { try Goroutine.exit() }
            try group.wait()
            #expect(group.errors.isEmpty)
            try withGoroutines { nursery in nursery.go { try Goroutine.exit() } }
        }
    }

    /// Go's cannot be: it is no error there. The documentation says so.
    @Test func itCanBeSwallowed() async throws {
        try await forSeeds(5) {
            let (group, wentOn) = (WaitGroup(), Flag())
            group.go {
                try? Goroutine.exit()
                wentOn.raise()
            }
            group.wait()
            #expect(wentOn.isRaised)
        }
    }

    @Test func joinSaysThatThereIsNoValue() async throws {
        try await forSeeds {
            let spawned = spawn { () throws(any Error) -> Int in try Goroutine.exit() }
            let error = caught { () throws(any Error) in _ = try spawned.join() }
            #expect(error.map { "\($0)".hasSuffix("called Goroutine.exit()") } == true)
        }
    }

    /// Who joins has not exited himself: what he does not catch ends the program, and does not end him in silence.
    @Test func theExitOfAnotherIsAnErrorOfWhoJoins() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                let group = WaitGroup()
                group.go {
                    let spawned = spawn { () throws(any Error) -> Int in try Goroutine.exit() }
                    _ = try spawned.join()
                }
                group.wait()
            }
        }
        #expect(death?.standardErrorContent.says("ended with an error that nobody caught: goroutine") == true)
    }

    @Test func aGroupHasTheExitOfAnotherAmongItsErrors() async throws {
        try await forSeeds {
            let group = ErrGroup()
            group.go {
                let spawned = spawn { () throws(any Error) -> Int in try Goroutine.exit() }
                _ = try spawned.join()
            }
            let error = caught { () throws(any Error) in try group.wait() }
            #expect(error.map { "\($0)".hasSuffix("called Goroutine.exit()") } == true)
        }
    }

    @Test func outsideOfAGoroutineItStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try Goroutine.exit()
        }
        #expect(
            death?.standardErrorContent.says("Goroutine.exit was called outside of a goroutine") == true)
    }
}
