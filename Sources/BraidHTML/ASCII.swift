// HTML › ASCII: the byte classes of the HTML and Encoding standards.
//
// Foundation's and the C library's notions of white space and letters differ from the standards'
// (vertical tab, locale), so the few predicates are here, on bytes.

extension UInt8 {
    /// ASCII white space: tab, line feed, form feed, carriage return, space.
    @inline(__always)
    var isASCIIWhitespace: Bool {
        self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C
    }

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
