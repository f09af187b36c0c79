// HTML › XMLDeclaration: the HTML standard's "get an XML encoding".
//
// XHTML pages are served as HTML more often than not, and then their XML declaration is to the
// parser a bogus comment, but it may be the only one who knows the encoding.

enum XMLDeclaration {
    /// The encoding that an XML declaration at the very start of these bytes names, or nil.
    static func encoding(in bytes: Span<UInt8>) -> CharacterEncoding? {
        guard bytes.hasPrefix("<?xml", at: 0),
            let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: 0)
        else { return nil }
        let declaration = bytes.extracting(first: end)
        var position = 0
        while !declaration.hasPrefix("encoding", at: position) {
            position += 1
            if position == end { return nil }
        }
        position = skipControls(declaration, from: position + 8)
        guard declaration.byte(at: position) == UInt8(ascii: "=") else { return nil }
        position = skipControls(declaration, from: position + 1)
        guard let quote = declaration.byte(at: position),
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let close = declaration.firstIndex(of: quote, from: position + 1)
        else { return nil }
        var label: [UInt8] = []
        for index in position + 1..<close {
            if declaration[index] <= 0x20 { return nil }
            label.append(declaration[index])
        }
        return CharacterEncoding(label: String(decoding: label, as: UTF8.self))?.asXMLDeclared
    }

    private static func skipControls(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while let byte = bytes.byte(at: position), byte <= 0x20 { position += 1 }
        return position
    }
}
