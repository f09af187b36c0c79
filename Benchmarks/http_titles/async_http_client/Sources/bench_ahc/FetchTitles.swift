// async-http-client › FetchTitles: http_titles with the Swift server project's own client: URL/p0.html, URL/p1.html, … N
// of them, a hundred at a time; titles go to standard error.
//
// A hundred child tasks take the next page from one counter. The pool keeps as many connections as there are tasks,
// where its default of eight for a host would have most of them wait. The title is found by the scanner that Braid
// uses, so what differs is the client.

import AsyncHTTPClient
import BraidHTML
import Measuring
import NIOCore
import NIOHTTP1
import Synchronization

private let concurrency = 100

private final class Pages: Sendable {
    private let taken = Atomic(0)

    /// The number of a page that nobody has taken yet.
    func next() -> Int { taken.wrappingAdd(1, ordering: .relaxed).oldValue }
}

func fetchTitles(_ count: Int, from base: String) async throws {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = concurrency
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let pages = Pages()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<concurrency {
            group.addTask {
                while true {
                    let page = pages.next()
                    if page >= count { return }
                    Bench.writeError(try await fetchTitle("\(base)/p\(page).html", client))
                }
            }
        }
        try await group.waitForAll()
    }
    try await client.shutdown()
}

private func fetchTitle(_ url: String, _ client: HTTPClient) async throws -> String {
    let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
    let body = try await response.body.collect(upTo: 10 << 20)
    guard response.status == .ok else { throw Complaint("\(url): \(response.status)") }
    let contentType = response.headers.first(name: "content-type")
    let page = HTMLPage(bytes: Array(buffer: body), contentType: contentType)
    guard let title = page.title else { throw Complaint("\(url): no title") }
    return title
}
