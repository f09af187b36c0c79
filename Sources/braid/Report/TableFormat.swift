// Report › TableFormat: two columns for people, the address and its title or what went wrong.
//
// On a terminal each result is one row of the screen: what does not fit is cut, and the cut shown. Elsewhere nothing is
// lost.

internal import BraidHTML

struct TableFormat: ResultFormat {
    let header: String? = nil
    private let addressWidth: Int
    /// For the second column; nil for any.
    private let wordsWidth: Int?
    private let isSelecting: Bool

    /// - Parameters:
    ///   - width: how many columns the terminal has; nil if the output goes elsewhere.
    ///   - isSelecting: whether a page has a line for each of its matches, instead of one with its title.
    init(width: Int?, isSelecting: Bool = false) {
        self.isSelecting = isSelecting
        guard let width else {
            (addressWidth, wordsWidth) = (44, nil)
            return
        }
        addressWidth = min(44, max(12, width * 2 / 5))
        // The last column stays free: some terminals go to the next line once it is written.
        wordsWidth = max(1, width - addressWidth - 1)
    }

    func append(_ page: PageResult, to lines: inout OutputText) {
        let address = printable(page.url)
        for words in words(for: page) { append(address, words, to: &lines) }
    }

    private func append(_ address: String, _ words: String, to lines: inout OutputText) {
        let isCut = wordsWidth != nil
        let address = isCut ? DisplayWidth.shortened(address, to: addressWidth - 1) : address
        lines.append(address)
        for _ in 0..<max(1, addressWidth - DisplayWidth.of(address)) {
            lines.append(byte: UInt8(ascii: " "))
        }
        lines.append(wordsWidth.map { DisplayWidth.shortened(words, to: $0) } ?? words)
        lines.append(byte: UInt8(ascii: "\n"))
    }

    private func words(for page: PageResult) -> [String] {
        if let failure = page.failure { return ["error: \(failure.kind): \(printable(failure.message))"] }
        let found = isSelecting ? page.selection?.lines ?? [] : page.title.map { [$0] } ?? []
        let name = isSelecting ? "match" : "title"
        guard !found.isEmpty else { return ["(no \(name))"] }
        return found.map { $0.isEmpty ? "(empty \(name))" : printable($0) }
    }
}

/// A text that may hold anything, with U+FFFD for each control character.
func printable(_ text: String) -> String {
    guard text.utf8.span.firstSpecial(0, 0, from: 0) != nil else { return text }
    var printable = OutputText()
    printable.append(printable: text)
    return String(decoding: printable.bytes, as: UTF8.self)
}
