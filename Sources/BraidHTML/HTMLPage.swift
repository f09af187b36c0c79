// HTML › HTMLPage: a page's bytes and header in, its encoding, title and text out.

/// An HTML page as it was received: which encoding it is in, what its title is.
///
/// Corresponds to `lxml.html.fromstring(body).findtext(".//title")` in Python, but reads the page
/// as browsers do, and stops at the title.
public struct HTMLPage: Sendable {
    /// The page's bytes, unchanged.
    public let bytes: [UInt8]

    /// The encoding of the page and what says so.
    public let encoding: SniffedEncoding

    /// The text of the first title element, as it stands; nil when the page has none.
    ///
    /// An empty title is not nil. Character references are resolved, white space is untouched.
    public var titleText: String? { titleBytes.map { String(decoding: $0, as: UTF8.self) } }

    /// That text in UTF-8: mostly only one of it and the title is asked for.
    private let titleBytes: [UInt8]?

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - bytes: The body of the response; if only a part of it was read, what lies beyond is as if absent.
    ///   - contentType: The value of the HTTP header Content-Type, or nil when there was none.
    public init(bytes: [UInt8], contentType: String? = nil) {
        self.bytes = bytes
        encoding = SniffedEncoding(bytes: bytes.span, contentType: contentType)
        titleBytes = Self.titleBytes(bytes, encoding)
    }

    /// The title as `document.title` gives it in a browser: ASCII white space is stripped at the ends
    /// and collapsed within. Nil when the page has no title element; empty when that says nothing.
    public var title: String? { titleBytes.map { TitleText.collapsed($0.span) } }

    /// The whole page, decoded, without its byte order mark.
    public var text: String {
        let body = bytes[encoding.byteOrderMarkLength...]
        return encoding.encoding.decode(body.span)
    }

    private static func titleBytes(_ bytes: [UInt8], _ sniffed: SniffedEncoding) -> [UInt8]? {
        let encoding = sniffed.encoding
        let body = bytes[sniffed.byteOrderMarkLength...]
        var scanner = TitleScanner()
        if encoding.keepsMarkupASCII, !(encoding.hasBracketsAsTrailBytes && hasCDATASection(bytes)) {
            return scanner.scan(body.span)?.textBytes(in: encoding)
        }
        let text = Array(encoding.decode(body.span).utf8)
        return scanner.scan(text.span)?.textBytes(in: .utf8)
    }

    /// A section's end cannot be told from half an ideograph followed by `]>` without decoding.
    private static func hasCDATASection(_ bytes: [UInt8]) -> Bool {
        let span = bytes.span
        var position = 0
        while let start = span.firstIndex(of: UInt8(ascii: "["), from: position) {
            if span.hasPrefix("[CDATA[", at: start) { return true }
            position = start + 1
        }
        return false
    }
}

extension TitleScanner {
    /// The title of a page that is at hand as a whole.
    mutating func scan(_ bytes: Span<UInt8>) -> TitleSource? {
        switch consume(bytes) {
        case .needsMoreBytes: finish()
        case .found(let source): source
        case .impossible: nil
        }
    }
}
