@testable import BraidCore
import BraidTestSupport
import Glibc
import Testing

/// In processes of their own, since the environment is everybody's.
@Suite struct EnvironmentTests {
    @Test func anAbsentOrEmptyVariableIsNil() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_TEST", nil)
            guard Environment.integer("BRAID_TEST") == nil else { exit(1) }
            setVariable("BRAID_TEST", "")
            guard Environment.integer("BRAID_TEST") == nil else { exit(1) }
        }
    }

    @Test func aNumberIsRead() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_TEST", "12")
            guard Environment.integer("BRAID_TEST") == 12 else { exit(1) }
        }
    }

    @Test func zeroStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            setVariable("BRAID_TEST", "0")
            _ = Environment.integer("BRAID_TEST")
        }
        #expect(death?.standardErrorContent.says("BRAID_TEST=0: a whole number above zero is wanted") == true)
    }

    @Test func anUnfitNumberOfWorkersStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            setVariable("BRAID_WORKERS", "many")
            _ = Scheduler.shared
        }
        #expect(
            death?.standardErrorContent.says("BRAID_WORKERS=many: a whole number above zero is wanted")
                == true)
    }

    @Test func theMonitorCanBeTurnedOff() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_MONITOR", "off")
            guard Scheduler.shared.monitor == nil else { exit(1) }
        }
    }

    @Test func anUnknownWordAboutTheMonitorStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            setVariable("BRAID_MONITOR", "0")
            _ = Scheduler.shared
        }
        #expect(death?.standardErrorContent.says("BRAID_MONITOR=0: only off is known") == true)
    }
}
