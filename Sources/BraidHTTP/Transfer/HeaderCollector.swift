// Transfer › HeaderCollector: header lines in, the fields of the last response out.
//
// libcurl hands over one line at a time: a status line, fields, an empty line, and then perhaps all of
// it again, because a 103 Early Hints or a redirect is followed by another response on the same
// transfer. So each status line starts over. Only the count of bytes does not start over after an
// interim (1xx) response: a server that sends those for ever would otherwise never be stopped.
//
// What real servers send and the grammar does not allow is dropped field by field, never the page: a
// name that is no token, a line without a colon. A folded line (obsolete, but alive) continues the
// value before it. Lines after the empty line are trailer fields, which nobody here needs.

internal import HTTPTypes

/// A state machine without I/O: a line in, a verdict out.
struct HeaderCollector {
    /// What a line meant.
    enum Verdict: Equatable {
        /// Read on.
        case more
        /// The fields of an interim (1xx) response are complete; another response follows.
        case interim
        /// The fields of a response are complete; its body follows.
        case complete
        /// The fields are larger than allowed.
        case tooLarge
    }

    /// The status code of the last response; 0 before the first.
    private(set) var statusCode = 0
    /// Its reason phrase.
    private(set) var reasonPhrase = ""
    /// Its fields so far, as they came.
    private(set) var block = FieldBlock()

    /// What the fields of the last response say that matters while it arrives.
    private var said = Said()

    private struct Said {
        var lengths = 0
        var length: Int?
        var transferEncodings = 0
        var isChunked = false
        var hasLocation = false
        var isEncoded = false
        var isHTTP1point1 = false
        var closes = false
    }

    private let maximumBytes: Int
    private var bytes = 0
    private var isCollecting = false
    /// Whether the line before was a field, which a folded line continues.
    private var isInField = false

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Takes one line, with or without its line end.
    mutating func receive(_ line: Span<UInt8>) -> Verdict {
        let text = line.extracting(0..<line.textCount)
        let isStatusLine = text.isStatusLine
        if isStatusLine { begin(text) }
        bytes += line.count
        guard bytes <= maximumBytes else { return .tooLarge }
        guard isCollecting, !isStatusLine else { return .more }
        if text.isEmpty { return end() }
        if text[0].isBlank {
            if isInField { block.continueLast(text.extracting(text.trimmed(0..<text.count))) }
        } else {
            begin(field: text)
        }
        return .more
    }

    private mutating func begin(_ statusLine: Span<UInt8>) {
        if !(100..<200).contains(statusCode) { bytes = 0 }
        let end = statusLine.count
        let rest = statusLine.trimmed(statusLine.firstSpace(in: 0..<end)..<end)
        let code = rest.lowerBound..<statusLine.firstSpace(in: rest)
        statusCode = statusLine.extracting(code).decimal.map { $0 <= 999 ? $0 : 0 } ?? 0
        reasonPhrase = String(copying: statusLine.extracting(statusLine.trimmed(code.upperBound..<end)))
        block.removeAll()
        said = Said()
        said.isHTTP1point1 = statusLine.isHTTP1point1
        isInField = false
        isCollecting = true
    }

    private mutating func begin(field line: Span<UInt8>) {
        isInField = false
        guard let colon = line.indices.first(where: { line[$0] == UInt8(ascii: ":") }) else { return }
        let (name, value) = (line.trimmed(0..<colon), line.trimmed((colon + 1)..<line.count))
        block.append(line, name: name, value: value)
        isInField = true
        switch name.count {
        case 8: if line.isWord("location", at: name) { said.hasLocation = true }
        case 10:
            if line.isWord("connection", at: name) { said.closes = !line.isWord("keep-alive", at: value) }
        case 14:
            if line.isWord("content-length", at: name) {
                said.lengths += 1
                said.length = line.extracting(value).decimal
            }
        case 16:
            if line.isWord("content-encoding", at: name) {
                said.isEncoded = said.isEncoded || !line.isWord("identity", at: value)
            }
        case 17:
            if line.isWord("transfer-encoding", at: name) {
                said.transferEncodings += 1
                said.isChunked = line.isWord("chunked", at: value)
            }
        default: break
        }
    }

    private mutating func end() -> Verdict {
        isCollecting = false
        return (100..<200).contains(statusCode) ? .interim : .complete
    }
}

extension HeaderCollector {
    /// All fields.
    var fields: HTTPFields { block.fields }

    /// How many bytes the body will have on the wire, if the response says so.
    var contentLength: Int? {
        said.lengths == 1 && said.transferEncodings == 0 ? said.length : nil
    }

    /// Whether the response sends its reader elsewhere, and a client that follows goes there.
    var isRedirect: Bool {
        switch statusCode {
        case 301, 302, 303, 307, 308: said.hasLocation
        default: false
        }
    }
}

/// Where the body of a response ends.
enum Framing: Equatable {
    /// There is none.
    case none
    /// After so many bytes.
    case length(Int)
    /// With a chunk of no bytes.
    case chunked
    /// With the connection.
    case untilEnd
    /// The fields contradict each other, or say what we do not know.
    case unclear

    /// Whether another response can follow this one.
    var isClear: Bool { self != .unclear && self != .untilEnd }
}

extension HeaderCollector {
    /// What the fields say about the body, if the request was a GET.
    var framing: Framing {
        if statusCode < 200 || statusCode == 204 || statusCode == 304 { return .none }
        if said.transferEncodings > 0 {
            return said.transferEncodings == 1 && said.isChunked && said.lengths == 0 ? .chunked : .unclear
        }
        guard said.lengths > 0 else { return .untilEnd }
        return contentLength.map { .length($0) } ?? .unclear
    }

    /// Whether the body comes as it is, in HTTP/1.1.
    var isPlain: Bool { said.isHTTP1point1 && !said.isEncoded }

    /// Whether another request may follow on the same connection.
    var keepsConnection: Bool { said.isHTTP1point1 && !said.closes }
}

extension UInt8 {
    /// Whether it is a space or a tab.
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension Span<UInt8> {
    /// How many bytes stand before the line end.
    fileprivate var textCount: Int {
        var end = count
        while end > 0, self[end - 1] == UInt8(ascii: "\n") || self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return end
    }

    /// Whether this word, in small letters, stands here and nothing else, capital letters or not.
    fileprivate func isWord(_ word: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            // Safety: the range is as long as the word.
            let wanted = unsafe word.utf8Start[offset]
            guard self[range.lowerBound + offset] | 0x20 == wanted | 0x20 else { return false }
        }
        return true
    }

    fileprivate var isStatusLine: Bool {
        guard count >= 5 else { return false }
        return self[0] == UInt8(ascii: "H") && self[1] == UInt8(ascii: "T") && self[2] == UInt8(ascii: "T")
            && self[3] == UInt8(ascii: "P") && self[4] == UInt8(ascii: "/")
    }

    /// Whether a status line says that the server speaks HTTP/1.1.
    fileprivate var isHTTP1point1: Bool {
        guard count >= 8 else { return false }
        return self[5] == UInt8(ascii: "1") && self[6] == UInt8(ascii: ".") && self[7] == UInt8(ascii: "1")
    }

    /// Where the first space of a range stands; its end if there is none.
    fileprivate func firstSpace(in range: Range<Int>) -> Int {
        range.first { self[$0] == UInt8(ascii: " ") } ?? range.upperBound
    }

    /// The range without the blanks at either end.
    fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower].isBlank { lower += 1 }
        while upper > lower, self[upper - 1].isBlank { upper -= 1 }
        return lower..<upper
    }

    /// The number that the bytes spell; nil if they are anything but digits, or too many.
    fileprivate var decimal: Int? {
        guard !isEmpty else { return nil }
        var number = 0
        for index in indices {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= self[index] else { return nil }
            let (ten, isLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = ten.addingReportingOverflow(Int(self[index] & 0x0F))
            guard !isLarge, !isLarger else { return nil }
            number = sum
        }
        return number
    }
}

extension String {
    fileprivate init(copying bytes: Span<UInt8>) {
        // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
