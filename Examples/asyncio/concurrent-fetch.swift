// asyncio › Concurrent fetch: every page gets a Future before the first is awaited, so that they are under way together,
// all of them on this one thread.

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

func getTitle(_ page: Response) -> String {
    page.title ?? "no title"
}

func main() async throws {
    var futures: [Future<Response>] = []
    for url in urls {
        let future = ensureFuture { try await fetch(url) }
        futures.append(future)
    }
    let pages = try await gather(futures)
    for (url, page) in zip(urls, pages) {
        print(url, getTitle(page))
    }
}

try EventLoop.run { try await main() }
