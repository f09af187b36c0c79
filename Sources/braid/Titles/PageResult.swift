// Titles › PageResult: what there is to say about one address, whatever happened to it.

internal import BraidCore
internal import BraidHTML
internal import BraidHTTP
internal import Glibc
internal import HTTPTypes

struct PageResult: Sendable {
    struct Failure: Sendable {
        let kind: String
        let message: String
    }

    let visit: Visit
    /// After redirects; nil without a response. So are the following five.
    private(set) var finalURL: String?
    private(set) var status: Int?
    private(set) var title: String?
    /// What was selected from the page, if anything was to be.
    private(set) var selection: XPathResult?
    private(set) var encoding: CharacterEncoding?
    /// Of the decompressed body.
    private(set) var bytes: Int?
    /// When all that was known.
    let end: Instant
    private(set) var failure: Failure?
    /// Whether it may be otherwise another time; nil if not.
    private(set) var setback: Setback?

    /// As the user gave it.
    var url: String { visit.address }
    /// How often it was tried.
    var attempts: Int { visit.attempt }
    /// The name of its encoding.
    var charset: String? { encoding?.name }
    /// How long the last attempt took.
    var elapsedNanoseconds: Int { Int(truncatingIfNeeded: end.nanoseconds(since: visit.start)) }

    /// - Parameters:
    ///   - end: when the response was there.
    ///   - xpath: what is wanted of the page besides its title.
    init(
        of visit: Visit, at end: Instant, selecting xpath: XPath? = nil,
        _ outcome: Result<Response, HTTPError>
    ) {
        self.end = end
        self.visit = visit
        switch outcome {
        case .success(let response): describe(response, selecting: xpath)
        case .failure(let error):
            failure = Failure(kind: error.kind.rawValue, message: error.message)
            setback = Setback(error)
        }
    }

    private mutating func describe(_ response: Response, selecting xpath: XPath?) {
        let page = response.page
        if let xpath { select(xpath, from: page) }
        finalURL = response.finalURL
        status = response.status.code
        title = page.title
        encoding = page.encoding.encoding
        bytes = response.body.count
        if response.status.kind != .successful {
            let phrase = response.status.reasonPhrase
            let message = phrase.isEmpty ? "\(response.status.code)" : "\(response.status.code) \(phrase)"
            failure = Failure(kind: "status", message: message)
            setback = Setback(response, now: time(nil))
        }
    }

    private mutating func select(_ xpath: XPath, from page: HTMLPage) {
        do throws(XPathError) {
            selection = try page.select(xpath)
        } catch {
            failure = Failure(kind: "select", message: error.description)
        }
    }
}
