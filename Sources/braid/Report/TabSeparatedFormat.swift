// Report › TabSeparatedFormat: for cut, awk and spreadsheets. An empty field is an absent value.

enum TabSeparatedFormat {
    static let header =
        "url\tfinal_url\tstatus\ttitle\tcharset\tbytes\tseconds\tattempts\terror_kind\terror_message"

    static func line(for page: PageResult) -> String {
        let fields = [
            page.url, page.finalURL, page.status.map(String.init), page.title, page.charset,
            page.bytes.map(String.init), JSONLinesFormat.rounded(page.seconds), String(page.attempts),
            page.failure?.kind,
            page.failure?.message,
        ]
        // No field can hold a tab or a line break: both are control characters.
        return fields.map { printable($0 ?? "") }.joined(separator: "\t")
    }
}
