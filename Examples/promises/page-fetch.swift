// promises › Page fetch: `fetch` returns at once, and what is to happen with the page is said by `then`.

import BraidBridges
import BraidHTTP
import BraidPromises

let client = try HTTPClient()
let url = CommandLine.arguments.dropFirst().first ?? "http://toutiao.com"

func fetch(_ url: String) -> Promise<String> {
    client.fetch(url).then { response in response.text }
}

func main() {
    fetch(url).then { page in print(page) }
}

try EventLoop.runUntilIdle { main() }
