// HTML › ASCII: the byte classes of the HTML and Encoding standards.
//
// Foundation's and the C library's notions of white space and letters differ from the standards'
// (vertical tab, locale), so the few predicates are here, on bytes.

extension UInt8 {
    /// ASCII white space: tab, line feed, form feed, carriage return, space.
    @inline(__always)
    var isASCIIWhitespace: Bool { isIn(0x1_0000_3600) }

    /// White space, `/` and `>`, which end a tag's name and, but for the `=` besides, an attribute's.
    @inline(__always)
    var endsTagName: Bool { isIn(0x4000_8001_0000_3600) }

    @inline(__always)
    var endsAttributeName: Bool { isIn(0x6000_8001_0000_3600) }

    /// Whether the bit of this byte is set among the 64 that stand for the bytes below 0x40.
    ///
    /// One comparison instead of up to seven: tags are read byte by byte, and this is what is asked.
    @inline(__always)
    private func isIn(_ set: UInt64) -> Bool { self < 64 && set >> UInt64(self) & 1 != 0 }

    @inline(__always)
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    @inline(__always)
    var isASCIIDigit: Bool { self &- 0x30 < 10 }

    @inline(__always)
    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit, or nil.
    var hexadecimalValue: UInt32? {
        if isASCIIDigit { return UInt32(self &- 0x30) }
        let letter = asciiLowercased &- 0x61
        return letter < 6 ? UInt32(letter) + 10 : nil
    }

    init(ascii scalar: Unicode.Scalar) { self = UInt8(truncatingIfNeeded: scalar.value) }
}

extension Array<UInt8> {
    func trimmingASCIIWhitespace() -> ArraySlice<UInt8> {
        let rest = drop(while: \.isASCIIWhitespace)
        guard let last = rest.lastIndex(where: { !$0.isASCIIWhitespace }) else { return [] }
        return rest[...last]
    }
}
