// Experiments › AwaitTogether: AwaitHell repaired. All three are under way before the first is awaited.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises

enum AwaitTogether: Experiment {
    static let name = "await-together"
    static let subject = "the same three by gather, Promise.all, over a channel, in a task group"

    static func asyncio() throws {
        @Sendable func fetch(_ url: String) async throws -> String {
            try await sleep(.seconds(1))
            return "page \(url)"
        }
        try EventLoop.run {
            var futures: [Future<String>] = []
            for url in urls { futures.append(ensureFuture { try await fetch(url) }) }
            for page in try await gather(futures) { OutputStream.standard.print(page) }
        }
    }

    static func promises() throws {
        @Sendable func fetch(_ url: String) -> Promise<String> {
            Promise { resolve, _ in setTimeout(.seconds(1)) { resolve("page \(url)") } }
        }
        try EventLoop.runUntilIdle {
            Promise.all(urls.map(fetch)).then { pages in
                for page in pages { OutputStream.standard.print(page) }
            }
        }
    }

    static func goroutines() {
        let pages = Channel<String>()
        @Sendable func fetch(_ url: String) throws {
            sleep(.seconds(1))
            try pages.send("page \(url)")
        }
        for url in urls { go { try fetch(url) } }
        for _ in urls { OutputStream.standard.print(pages.receive() ?? "closed") }
    }

    static func tasks() async throws {
        @Sendable func fetch(_ url: String) async throws -> String {
            try await Task.sleep(for: .seconds(1))
            return "page \(url)"
        }
        try await withThrowingTaskGroup { group in
            for url in urls { group.addTask { try await fetch(url) } }
            for try await page in group { OutputStream.standard.print(page) }
        }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.await_together_py, node: PackageResources.await_together_js,
        go: PackageResources.await_together_go)

    private static let urls = ["1", "2", "3"]
}
