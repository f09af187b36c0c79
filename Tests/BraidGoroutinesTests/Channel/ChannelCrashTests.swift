import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ChannelCrashTests {
    @Test func aNegativeCapacityStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Channel<Int>(capacity: -1)
        }
        #expect(death?.standardErrorContent.says("a channel's capacity cannot be negative: -1") == true)
    }

    @Test func aBufferBeyondAllMemoryStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Channel<Int>(capacity: .max)
        }
        #expect(death?.standardErrorContent.says("a channel cannot have a buffer for") == true)
    }

    @Test func aBufferForMoreThanCanBeCountedStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Channel<Bool>(capacity: 1 << 29)
        }
        #expect(
            death?.standardErrorContent.says("a channel cannot have a buffer for 536870912 values") == true)
    }
}
