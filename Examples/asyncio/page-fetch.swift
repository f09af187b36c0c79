// asyncio › Page fetch: one coroutine awaits another. What `async def` and `await` are in Python, `async` and `await` are
// in Swift; EventLoop.run is asyncio.run.

import BraidAsyncio
import BraidHTTP

let client = try HTTPClient()
let url = CommandLine.arguments.dropFirst().first ?? "http://toutiao.com"

func fetch(_ url: String) async throws -> String {
    let response = try await client.get(url)
    return response.text
}

func main() async throws {
    let page = try await fetch(url)
    print(page)
}

try EventLoop.run { try await main() }
