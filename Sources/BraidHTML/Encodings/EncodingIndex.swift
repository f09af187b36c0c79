// HTML › EncodingIndex: a code chart of the Encoding Standard, from pointer to code point.
//
// The charts are string literals in their own files. A literal costs the compiler and the start of
// a program next to nothing; the first page that needs a chart spends one to three milliseconds on
// unpacking it.

/// A chart that says which code point stands at a pointer, the standard's word for a position.
struct EncodingIndex: Sendable {
    /// Zero marks a gap: U+0000 is in no chart.
    private let codePoints: [UInt32]

    subscript(pointer: Int) -> UInt32? {
        guard codePoints.indices.contains(pointer), codePoints[pointer] != 0 else { return nil }
        return codePoints[pointer]
    }

    /// How many pointers have a code point.
    var mappedCount: Int { codePoints.count { $0 != 0 } }

    static let big5 = EncodingIndex(chart: big5Chart)
    static let eucKR = EncodingIndex(chart: eucKRChart)
    static let gb18030 = EncodingIndex(chart: gb18030Chart)
    static let jis0208 = EncodingIndex(chart: jis0208Chart)
    static let jis0212 = EncodingIndex(chart: jis0212Chart)

    static let singleByte: [CharacterEncoding: EncodingIndex] = {
        var indexes: [CharacterEncoding: EncodingIndex] = [:]
        for (name, chart) in singleByteCharts {
            guard let encoding = CharacterEncoding(rawValue: name) else { continue }
            indexes[encoding] = EncodingIndex(chart: chart)
        }
        // The two differ in the direction of the layout only.
        indexes[.iso8859part8Logical] = indexes[.iso8859part8]
        return indexes
    }()
}

extension EncodingIndex {
    /// Unpacks the notation that Scripts/generate-encoding-indexes.py explains.
    init(chart: String) {
        var codePoints: [UInt32] = []
        var notation = ""
        for scalar in chart.unicodeScalars {
            switch scalar {
            case "\n": continue
            case ";":
                Self.unpack(notation, into: &codePoints)
                notation = ""
            case _ where scalar.isASCII: notation.unicodeScalars.append(scalar)
            default: codePoints.append(scalar.value)
            }
        }
        self.codePoints = codePoints
    }

    /// `_12` is a gap of twelve, `E000*94` a run of 94 code points from U+E000.
    private static func unpack(_ notation: String, into codePoints: inout [UInt32]) {
        if notation.hasPrefix("_") {
            codePoints += repeatElement(0, count: Int(notation.dropFirst()) ?? 0)
            return
        }
        let parts = notation.split(separator: "*")
        guard parts.count == 2, let first = UInt32(parts[0], radix: 16), let count = UInt32(parts[1]) else {
            preconditionFailure("A generated chart holds the unknown notation \(notation).")
        }
        codePoints += first..<first + count
    }
}
