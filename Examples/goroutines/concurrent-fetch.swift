// goroutines › Concurrent fetch: a goroutine for each page; a channel brings the pages back, whichever comes first.

import BraidGoroutines
import BraidHTTP

let client = try HTTPClient()
let arguments = Array(CommandLine.arguments.dropFirst())
let urls =
    arguments.isEmpty
    ? ["https://www.toutiao.com", "https://www.douban.com", "https://www.sina.com.cn"] : arguments

func fetch(_ url: String, _ bodies: Channel<Response>) throws {
    let body = try client.get(url)
    try bodies.send(body)
}

func main() {
    let bodies = Channel<Response>()
    for url in urls {
        // An error that leaves a goroutine ends the program, as Go's log.Fatalf does.
        go { try fetch(url, bodies) }
    }
    for _ in 0..<urls.count {
        guard let body = bodies.receive() else { break }
        print(body.url, body.title ?? "no title")
    }
}

main()
