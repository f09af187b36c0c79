// promises › Await hell: an async function that awaits a promise in a loop asks for one page after another. The repair:
// make all promises first, and await Promise.all.

import BraidBridges
import BraidHTTP
import BraidPromises

let client = try HTTPClient()
let arguments = Array(CommandLine.arguments.dropFirst())
let urls =
    arguments.isEmpty
    ? ["https://www.toutiao.com", "https://www.douban.com", "https://www.sina.com.cn"] : arguments

func awaitHell() async throws {
    for url in urls {
        let page = try await client.fetch(url).value
        print("in turn:", page.title ?? "no title")
    }
}

func repaired() async throws {
    let promises = urls.map { url in client.fetch(url) }
    for page in try await Promise.all(promises).value {
        print("together:", page.title ?? "no title")
    }
}

func main() async throws {
    let clock = ContinuousClock()
    print("one after another:", try await clock.measure { try await awaitHell() })
    print("all at once:", try await clock.measure { try await repaired() })
}

try EventLoop.runUntilIdle { Promise.async { try await main() } }
