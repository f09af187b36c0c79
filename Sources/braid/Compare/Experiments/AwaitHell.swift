// Experiments › AwaitHell: three pages, each of which takes a second to come, awaited one after another. Nothing here
// blocks, and nothing is concurrent either. AwaitTogether is the repair.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises

enum AwaitHell: Experiment {
    static let name = "await-hell"
    static let subject = "three results that take 1 s each, awaited one after another"

    static func asyncio() throws {
        @Sendable func fetch(_ url: String) async throws -> String {
            try await sleep(.seconds(1))
            return "page \(url)"
        }
        try EventLoop.run {
            for url in urls {
                let page = try await fetch(url)
                OutputStream.standard.print(page)
            }
        }
    }

    static func promises() throws {
        @Sendable func fetch(_ url: String) -> Promise<String> {
            Promise { resolve, _ in setTimeout(.seconds(1)) { resolve("page \(url)") } }
        }
        try EventLoop.runUntilIdle {
            Promise.async {
                for url in urls {
                    let page = try await fetch(url).value
                    OutputStream.standard.print(page)
                }
            }
        }
    }

    static func goroutines() {
        func fetch(_ url: String) -> String {
            sleep(.seconds(1))
            return "page \(url)"
        }
        for url in urls {
            let page = fetch(url)
            OutputStream.standard.print(page)
        }
    }

    static func tasks() async throws {
        func fetch(_ url: String) async throws -> String {
            try await Task.sleep(for: .seconds(1))
            return "page \(url)"
        }
        for url in urls {
            let page = try await fetch(url)
            OutputStream.standard.print(page)
        }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.await_hell_py, node: PackageResources.await_hell_js,
        go: PackageResources.await_hell_go)

    private static let urls = ["1", "2", "3"]
}
