// Titles › PageResult: what there is to say about one address, whatever happened to it.

internal import BraidHTML
internal import BraidHTTP
internal import HTTPTypes

struct PageResult: Sendable {
    struct Failure: Sendable {
        let kind: String
        let message: String
    }

    let url: String
    /// After redirects; nil without a response. So are the following four.
    var finalURL: String?
    var status: Int?
    var title: String?
    var charset: String?
    /// Of the decompressed body.
    var bytes: Int?
    let seconds: Double
    /// How often it was tried: once, until there are retries.
    let attempts = 1
    var failure: Failure?

    /// Fetches a page. Waits as the client does: parks a goroutine, blocks a plain thread.
    init(fetching url: String, with client: HTTPClient) {
        let start = ContinuousClock.now
        let outcome = Result { () throws(HTTPError) in try client.get(url) }
        seconds = start.duration(to: .now) / .seconds(1)
        self.url = url
        switch outcome {
        case .success(let response): describe(response)
        case .failure(let error): failure = Failure(kind: error.kind.rawValue, message: error.message)
        }
    }

    private mutating func describe(_ response: Response) {
        let page = response.page
        finalURL = response.finalURL
        status = response.status.code
        title = page.title
        charset = page.encoding.encoding.name
        bytes = response.body.count
        if response.status.kind != .successful {
            let phrase = response.status.reasonPhrase
            let message = phrase.isEmpty ? "\(response.status.code)" : "\(response.status.code) \(phrase)"
            failure = Failure(kind: "status", message: message)
        }
    }
}
