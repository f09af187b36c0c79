import BraidGoroutines
import BraidTesting
import Glibc
import Testing

@Suite struct WorkersTests {
    @Test func aSeededRunHasOneWorker() async throws {
        try await onPlainThread {
            try forEachSeed(1) { #expect(Goroutine.workers == 1) }
        }
    }

    @Test func anUnfitNumberStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Goroutine.workers = 0
        }
        let text = String(decoding: death?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("0 workers: 1 to"))
    }

    @Test func theNumberCanBeChanged() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Goroutine.workers = 3
            let ended = Channel<Int>()
            go { try ended.send(Goroutine.workers) }
            if ended.receive() == 3 { exit(7) }
        }
    }
}
