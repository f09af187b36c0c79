// Experiments › AioSleep: three tasks at once, each of which waits for a second in its model's own way.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises

enum AioSleep: Experiment {
    static let name = "aio-sleep"
    static let subject = "three tasks at once, each sleeping 1 s without blocking"

    static func asyncio() throws {
        try EventLoop.run {
            var futures: [Future<Void>] = []
            for _ in 0..<3 { futures.append(ensureFuture { try await sleep(.seconds(1)) }) }
            _ = try await gather(futures)
        }
    }

    static func promises() throws {
        try EventLoop.runUntilIdle {
            var promises: [Promise<Void>] = []
            for _ in 0..<3 {
                promises.append(Promise { resolve, _ in setTimeout(.seconds(1)) { resolve() } })
            }
            _ = Promise.all(promises)
        }
    }

    static func goroutines() {
        let group = WaitGroup()
        for _ in 0..<3 { group.go { sleep(.seconds(1)) } }
        group.wait()
    }

    static func tasks() async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 { group.addTask { try await Task.sleep(for: .seconds(1)) } }
            try await group.waitForAll()
        }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.aio_sleep_py, node: PackageResources.aio_sleep_js,
        go: PackageResources.aio_sleep_go)
}
