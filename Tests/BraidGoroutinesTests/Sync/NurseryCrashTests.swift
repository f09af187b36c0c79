import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct NurseryCrashTests {
    @Test func aGoroutineStartedAfterTheScopesEndStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var kept: Nursery?
            try withGoroutines(line: 4_711) { kept = $0 }
            kept?.go {}
        }
        let said = death?.standardErrorContent
        #expect(said?.says("NurseryCrashTests.swift:4711, whose scope has ended") == true)
    }

    @Test func soDoesOneThatWouldHaveWaitedForThePermissionTo() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var kept: Nursery?
            try withGoroutines(limit: 1) { nursery in
                nursery.go {}
                kept = nursery
            }
            try kept?.go(within: .seconds(60)) {}
        }
        #expect(death?.standardErrorContent.says("whose scope has ended") == true)
    }
}
