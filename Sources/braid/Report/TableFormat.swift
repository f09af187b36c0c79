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

    func lines(for page: PageResult) -> [String] {
        words(for: page).map { line(printable(page.url), $0) }
    }

    private func line(_ address: String, _ words: String) -> String {
        guard let wordsWidth else {
            return address + padding(after: DisplayWidth.of(address)) + words
        }
        let shortened = DisplayWidth.shortened(address, to: addressWidth - 1)
        let padding = padding(after: DisplayWidth.of(shortened))
        return shortened + padding + DisplayWidth.shortened(words, to: wordsWidth)
    }

    private func padding(after width: Int) -> String {
        String(repeating: " ", count: max(1, addressWidth - width))
    }

    private func words(for page: PageResult) -> [String] {
        if let failure = page.failure { return ["error: \(failure.kind): \(printable(failure.message))"] }
        let found = isSelecting ? page.selection?.lines ?? [] : page.title.map { [$0] } ?? []
        let name = isSelecting ? "match" : "title"
        guard !found.isEmpty else { return ["(no \(name))"] }
        return found.map { $0.isEmpty ? "(empty \(name))" : printable($0) }
    }
}

/// A page's title can hold what a terminal takes for a command: control characters are shown as U+FFFD.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(scalars)
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    // The marks that turn the direction of writing would carry over into what stands beside the title.
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
}
