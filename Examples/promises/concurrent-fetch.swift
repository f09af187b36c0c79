// promises › Concurrent fetch: Promise.all is JavaScript's gather. All promises are made before any is waited for.

import BraidBridges
import BraidHTTP
import BraidPromises

let client = try HTTPClient()
let arguments = Array(CommandLine.arguments.dropFirst())
let urls =
    arguments.isEmpty
    ? ["https://www.toutiao.com", "https://www.douban.com", "https://www.sina.com.cn"] : arguments

func fetch(_ url: String) -> Promise<Response> {
    client.fetch(url)
}

func getTitle(_ page: Response) -> String {
    page.title ?? "no title"
}

func main() {
    var promises: [Promise<Response>] = []
    for url in urls {
        let promise = fetch(url)
        promises.append(promise)
    }
    Promise.all(promises).then { pages in
        for (url, page) in zip(urls, pages) {
            print(url, getTitle(page))
        }
    }
}

try EventLoop.runUntilIdle { main() }
