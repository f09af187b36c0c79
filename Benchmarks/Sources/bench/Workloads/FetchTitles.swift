// Workloads › http_titles: fetches URL/p0.html, URL/p1.html, … N of them, a hundred at a time, and writes the titles to
// standard error, one a line. One operation is a page.

import BraidGoroutines
import BraidHTTP
import HTTPTypes
import Measuring

func fetchTitles(_ request: Workload.Request) throws -> Measurement {
    guard let base = request.url else { throw Complaint("http_titles needs the address of a server") }
    return try Workload.timed(operations: request.count) {
        try inGoroutine { try fetchTitles(request.count, from: base) }
    }
}

private func fetchTitles(_ count: Int, from base: String) throws {
    let concurrency = 100
    let client = try HTTPClient()
    let urls = Channel<String>()
    let titles = Channel<Result<String, any Error>>(capacity: concurrency)
    let fetchers = WaitGroup()
    for _ in 0..<concurrency {
        fetchers.go {
            for url in urls { try titles.send(Result { try fetchTitle(url, client) }) }
        }
    }
    go {
        for page in 0..<count { try urls.send("\(base)/p\(page).html") }
        try urls.close()
        fetchers.wait()
        try titles.close()
    }
    for title in titles { Bench.writeError(try title.get()) }
}

private func fetchTitle(_ url: String, _ client: HTTPClient) throws -> String {
    let response = try client.get(url)
    guard response.status == .ok else { throw Complaint("\(url): \(response.status)") }
    guard let title = response.title else { throw Complaint("\(url): no title") }
    return title
}
