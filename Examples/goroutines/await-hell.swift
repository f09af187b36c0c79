// goroutines › Await hell: without `await` the mistake is plain to see. A call that waits, in a loop, is one after
// another; the repair is a `go` before each.

import BraidGoroutines
import BraidHTTP

let client = try HTTPClient()
let arguments = Array(CommandLine.arguments.dropFirst())
let urls =
    arguments.isEmpty
    ? ["https://www.toutiao.com", "https://www.douban.com", "https://www.sina.com.cn"] : arguments

func awaitHell() throws {
    for url in urls {
        let page = try client.get(url)
        print("in turn:", page.title ?? "no title")
    }
}

func repaired() {
    let pages = Channel<Response>()
    for url in urls {
        go { try pages.send(client.get(url)) }
    }
    for _ in urls {
        guard let page = pages.receive() else { break }
        print("together:", page.title ?? "no title")
    }
}

let clock = ContinuousClock()
print("one after another:", try clock.measure { try awaitHell() })
print("all at once:", clock.measure { repaired() })
