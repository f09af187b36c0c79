// HTML tests › ScannedTitle: the title of a snippet, read whole and in the smallest chunks.

import Testing

@testable import BraidHTML

/// The title's text as it stands, read in one piece and again byte by byte, which must agree.
func title(_ html: String) -> String? {
    let bytes = Array(html.utf8)
    var whole = TitleScanner()
    let source = whole.scan(bytes.span)
    #expect(source == scanByteByByte(bytes), "The chunks of the page made a difference.")
    return source?.text(in: .utf8)
}

private func scanByteByByte(_ bytes: [UInt8]) -> TitleSource? {
    var scanner = TitleScanner()
    for byte in bytes {
        switch scanner.consume([byte].span) {
        case .needsMoreBytes: continue
        case .found(let source): return source
        case .impossible: return nil
        }
    }
    return scanner.finish()
}
