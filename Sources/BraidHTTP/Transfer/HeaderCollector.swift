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
    /// Its fields so far.
    private(set) var fields = HTTPFields()

    private let maximumBytes: Int
    private var bytes = 0
    private var isCollecting = false
    private var pendingName: HTTPField.Name?
    private var pendingValue: [UInt8] = []

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Takes one line, with or without its line end.
    mutating func receive(_ line: Span<UInt8>) -> Verdict {
        let text = line.extracting(0..<line.textCount)
        if text.isStatusLine { begin(text) }
        bytes += line.count
        guard bytes <= maximumBytes else { return .tooLarge }
        guard isCollecting, !text.isStatusLine else { return .more }
        if text.isEmpty { return end() }
        if text[0].isBlank {
            guard pendingName != nil else { return .more }
            pendingValue.append(UInt8(ascii: " "))
            pendingValue.append(trimming: text, from: 0)
        } else {
            store()
            begin(field: text)
        }
        return .more
    }

    private mutating func begin(_ statusLine: Span<UInt8>) {
        if !(100..<200).contains(statusCode) { bytes = 0 }
        let words = String(decoding: statusLine.bytesCopy, as: UTF8.self)
            .split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        let code = words.count > 1 ? Int(words[1]) ?? 0 : 0
        statusCode = (0...999).contains(code) ? code : 0
        reasonPhrase = words.count > 2 ? String(words[2]) : ""
        fields = HTTPFields()
        pendingName = nil
        isCollecting = true
    }

    private mutating func begin(field line: Span<UInt8>) {
        guard let colon = line.indices.first(where: { line[$0] == UInt8(ascii: ":") }) else { return }
        var name: [UInt8] = []
        name.append(trimming: line.extracting(0..<colon), from: 0)
        pendingName = HTTPField.Name(String(decoding: name, as: UTF8.self))
        pendingValue.removeAll(keepingCapacity: true)
        pendingValue.append(trimming: line, from: colon + 1)
    }

    private mutating func store() {
        guard let name = pendingName else { return }
        fields.append(HTTPField(name: name, lenientValue: pendingValue))
        pendingName = nil
    }

    private mutating func end() -> Verdict {
        store()
        isCollecting = false
        return (100..<200).contains(statusCode) ? .interim : .complete
    }
}

extension HeaderCollector {
    /// How many bytes the body will have on the wire, if the response says so.
    var contentLength: Int? {
        guard fields[.transferEncoding] == nil, let text = fields[.contentLength] else { return nil }
        return Int(text)
    }

    /// Whether the response sends its reader elsewhere, and a client that follows goes there.
    var isRedirect: Bool {
        [301, 302, 303, 307, 308].contains(statusCode) && fields[.location] != nil
    }
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

    fileprivate var isStatusLine: Bool {
        guard count >= 5 else { return false }
        return self[0] == UInt8(ascii: "H") && self[1] == UInt8(ascii: "T") && self[2] == UInt8(ascii: "T")
            && self[3] == UInt8(ascii: "P") && self[4] == UInt8(ascii: "/")
    }

    fileprivate var bytesCopy: [UInt8] { indices.map { self[$0] } }
}

extension [UInt8] {
    /// Appends the bytes of `line` from `start` on without the blanks at either end.
    fileprivate mutating func append(trimming line: Span<UInt8>, from start: Int) {
        var lower = start
        var upper = line.count
        while lower < upper, line[lower].isBlank { lower += 1 }
        while upper > lower, line[upper - 1].isBlank { upper -= 1 }
        for index in lower..<upper { append(line[index]) }
    }
}
