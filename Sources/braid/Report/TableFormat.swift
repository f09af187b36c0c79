// Report › TableFormat: two columns for people, the address and its title or what went wrong.

enum TableFormat {
    private static let addressWidth = 44

    static func line(for page: PageResult) -> String {
        let address = printable(page.url)
        let padding = String(repeating: " ", count: max(1, addressWidth - address.count))
        return address + padding + words(for: page)
    }

    private static func words(for page: PageResult) -> String {
        if let failure = page.failure { return "error: \(failure.kind): \(printable(failure.message))" }
        guard let title = page.title else { return "(no title)" }
        return title.isEmpty ? "(empty title)" : printable(title)
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
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
}
