// Experiments › TimeSleep: three tasks at once, each of which blocks its thread for a second. On one thread they can
// only take turns; on Swift's own pool, as many at a time as there are processors.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises
internal import Glibc

enum TimeSleep: Experiment {
    static let name = "time-sleep"
    static let subject = "three tasks at once, each blocking its thread for 1 s"

    static func asyncio() throws {
        try EventLoop.run {
            var futures: [Future<Void>] = []
            for _ in 0..<3 { futures.append(ensureFuture { _ = Glibc.sleep(1) }) }
            _ = try await gather(futures)
        }
    }

    static func promises() throws {
        try EventLoop.runUntilIdle {
            var promises: [Promise<Void>] = []
            for _ in 0..<3 { promises.append(Promise.async { _ = Glibc.sleep(1) }) }
            _ = Promise.all(promises)
        }
    }

    static func goroutines() {
        let group = WaitGroup()
        for _ in 0..<3 { group.go { _ = Glibc.sleep(1) } }
        group.wait()
    }

    static func tasks() async {
        await withTaskGroup { group in
            for _ in 0..<3 { group.addTask { _ = Glibc.sleep(1) } }
        }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.time_sleep_py, node: PackageResources.time_sleep_js,
        go: PackageResources.time_sleep_go)
}
