// Fuzzing › FuzzedPage: a page out of any bytes at all, and what must hold for it.
//
// The fuzzer (Tests/Fuzzing/run) looks for bytes that break a promise or the process; the tests replay those that it has
// kept. So what is promised stands here once, for both.

@testable import BraidHTML

/// The first byte chooses the header Content-Type, the second how the page is cut; the rest is the page.
struct FuzzedPage {
    private static let labels = [
        nil, "utf-8", "windows-1252", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp",
        "euc-kr",
        "utf-16le", "utf-16be", "koi8-r", "x-user-defined", "iso-2022-kr", "windows-1255", "nonsense",
    ]

    private let contentType: String?
    private let seed: UInt8
    private let bytes: [UInt8]

    init(_ input: [UInt8]) {
        let label = Self.labels[Int(input.first ?? 0) % Self.labels.count]
        contentType = label.map { "text/html; charset=\($0)" }
        seed = input.dropFirst().first ?? 0
        bytes = Array(input.dropFirst(2))
    }

    /// The promise that is broken; nil if none is.
    func complaint() -> String? {
        let page = HTMLPage(bytes: bytes, contentType: contentType)
        let encoding = page.encoding.encoding
        let body = Array(bytes[page.encoding.byteOrderMarkLength...])
        let text = Array(encoding.decode(body).utf8)
        let source = Self.scanned(text)
        if page.titleText != source?.text(in: .utf8) {
            return "the title of the bytes is not that of the text"
        }
        if inPieces(text) != source { return "cut into pieces the page has another title" }
        if encoding.keepsMarkupASCII, inPieces(body) != Self.scanned(body) {
            return "cut into pieces the bytes have another title"
        }
        if let title = page.title, let titleText = page.titleText {
            if title.utf8.first == 0x20 || title.utf8.last == 0x20 { return "white space around the title" }
            if TitleText.collapsed(title) != title { return "white space collapses further" }
            if title.isEmpty != titleText.utf8.allSatisfy(\.isASCIIWhitespace) { return "the title is lost" }
        }
        return referencesComplaint(String(decoding: text, as: UTF8.self))
    }

    private func referencesComplaint(_ text: String) -> String? {
        let decoded = CharacterReferences.decode(text)
        if !text.utf8.contains(UInt8(ascii: "&")), decoded != text {
            return "a reference without an ampersand"
        }
        let escaped = text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
        return CharacterReferences.decode(escaped) == text ? nil : "an escaped ampersand is not one"
    }

    private static func scanned(_ bytes: [UInt8]) -> TitleSource? {
        var scanner = TitleScanner()
        return scanner.scan(bytes.span)
    }

    /// The same as a network would bring it: some bytes at a time, now and then none.
    private func inPieces(_ bytes: [UInt8]) -> TitleSource? {
        var scanner = TitleScanner()
        var random = UInt32(seed) &* 2_654_435_761 &+ 1
        var rest = bytes[...]
        while !rest.isEmpty {
            random = random &* 1_664_525 &+ 1_013_904_223
            let piece = Array(rest.prefix(Int(random >> 24) % (1 + Int(seed) % 23 + 1)))
            rest = rest.dropFirst(piece.count)
            switch scanner.consume(piece.span) {
            case .needsMoreBytes: continue
            case .found(let source): return source
            case .impossible: return nil
            }
        }
        return scanner.finish()
    }
}
