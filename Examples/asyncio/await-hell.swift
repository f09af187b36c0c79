// asyncio › Await hell: `await` in a loop waits for each page before it asks for the next. It looks asynchronous, and
// nothing is concurrent. The repair: make all futures first, and gather them.

import BraidAsyncio
import BraidHTTP

let client = try HTTPClient()
let arguments = Array(CommandLine.arguments.dropFirst())
let urls =
    arguments.isEmpty
    ? ["https://www.toutiao.com", "https://www.douban.com", "https://www.sina.com.cn"] : arguments

func fetch(_ url: String) async throws -> Response {
    try await client.get(url)
}

func awaitHell() async throws {
    for url in urls {
        let page = try await fetch(url)
        print("in turn:", page.title ?? "no title")
    }
}

func repaired() async throws {
    let futures = urls.map { url in ensureFuture { try await fetch(url) } }
    for page in try await gather(futures) {
        print("together:", page.title ?? "no title")
    }
}

func main() async throws {
    let clock = ContinuousClock()
    print("one after another:", try await clock.measure { try await awaitHell() })
    print("all at once:", try await clock.measure { try await repaired() })
}

try EventLoop.run { try await main() }
