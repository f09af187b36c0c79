// Selecting › ParsingEffort: how long libxml2 could take to read a page, counted before it does.
//
// Two of its loops are quadratic. Each end tag, and each start tag of a body, is compared with all elements that are open:
// eight megabytes of `<i>` and then of `</x>` would take an hour. And each attribute of a tag with those before it. A page is
// the stranger's, so both are bounded from above here: there are no more elements open than start tags, and libxml2's own
// limit of the depth keeps short what could be more. Attributes have no limit of libxml2's; they are counted as it counts
// them.
//
// What looks like a tag is taken for one wherever it stands, in a comment, a script or another tag too: to skip what
// libxml2 does not skip would be an invitation. So each is read from its own beginning, all together for at most
// `patience` steps a byte.

struct ParsingEffort {
    private static let patience = 64

    /// The most comparisons of an end tag's name with that of an open element.
    private(set) var elementComparisons = 0
    /// The most comparisons of an attribute's name with one before it.
    private(set) var attributeComparisons = 0

    init(of html: Span<UInt8>) {
        var (starts, searches, steps) = (0, 0, 0)
        var position = 0
        while let bracket = html.firstIndex(of: UInt8(ascii: "<"), from: position) {
            position = bracket + 1
            guard let first = html.byte(at: position) else { break }
            if first == UInt8(ascii: "/") {
                searches += 1
            } else if first.isNameStart {
                starts += 1
                if html.hasPrefix("body", at: position, ignoringCase: true) { searches += 1 }
                let (count, end) = ParsingEffort.attributes(html, from: position)
                attributeComparisons += count * count
                steps += end - position
                guard steps <= ParsingEffort.patience * html.count else {
                    attributeComparisons = .max
                    break
                }
            }
        }
        elementComparisons = starts * searches
    }

    /// How many attributes a tag has, and where it ends.
    private static func attributes(_ html: Span<UInt8>, from start: Int) -> (count: Int, end: Int) {
        var count = 0
        var position = html.endOfName(from: start)
        while let byte = html.byte(at: position), byte != UInt8(ascii: ">") {
            if byte.isBlank {
                position += 1
            } else if byte.isNameStart {
                let end = html.endOfName(from: position)
                // A name that is too long becomes several.
                count += 1 + (end - position) / 100
                position = html.endOfValue(behindName: end)
            } else {
                // What is no name is passed over up to the next white space.
                position = html.endOfWord(from: position)
            }
        }
        return (count, position)
    }
}

extension Span<UInt8> {
    fileprivate func skipBlanks(from start: Int) -> Int {
        var position = start
        while let byte = byte(at: position), byte.isBlank { position += 1 }
        return position
    }

    fileprivate func endOfName(from start: Int) -> Int {
        var position = start
        while let byte = byte(at: position), byte.isOfName { position += 1 }
        return position
    }

    fileprivate func endOfWord(from start: Int) -> Int {
        var position = start
        while let byte = byte(at: position), !byte.isBlank, byte != UInt8(ascii: ">") { position += 1 }
        return position
    }

    /// The end of the value behind an attribute's name, if it has one.
    fileprivate func endOfValue(behindName end: Int) -> Int {
        let sign = skipBlanks(from: end)
        guard byte(at: sign) == UInt8(ascii: "=") else { return end }
        let start = skipBlanks(from: sign + 1)
        guard let quote = byte(at: start), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return endOfWord(from: start)
        }
        return firstIndex(of: quote, from: start + 1).map { $0 + 1 } ?? count
    }
}

extension UInt8 {
    fileprivate var isNameStart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// To libxml2 a form feed is none.
    fileprivate var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\t")
            || self == UInt8(ascii: "\r")
    }

    fileprivate var isOfName: Bool {
        isNameStart || self == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
    }
}
