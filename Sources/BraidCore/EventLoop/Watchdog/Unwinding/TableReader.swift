// Unwinding › TableReader: reads the numbers of an unwind table, as DWARF writes them, up to a given end.
//
// A number that would reach over the end reads as nil: a table that is damaged ends the walk, and nothing worse.

@safe
struct TableReader {
    // Safety: the table is part of a loaded library, mapped for as long as the code that it describes; `take` never
    // reads beyond `end`.
    private var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(at start: UnsafePointer<UInt8>, count: Int) {
        // Safety: the caller says how much of the table there is.
        unsafe position = start
        unsafe end = start + count
    }

    var isAtEnd: Bool {
        // Safety: compares addresses only.
        unsafe position >= end
    }

    /// The address of the next byte: some entries are relative to themselves.
    var address: UInt64 {
        // Safety: reads the address only.
        unsafe UInt64(UInt(bitPattern: position))
    }

    /// A number of fixed size, which need not be aligned.
    mutating func take<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) -> Number? {
        let size = MemoryLayout<Number>.size
        // Safety: the distance has been checked, so the number lies within the table.
        guard unsafe end - position >= size else { return nil }
        defer { unsafe position += size }
        return unsafe UnsafeRawPointer(position).loadUnaligned(as: Number.self)
    }

    mutating func skip(_ count: UInt64) {
        // Safety: clamped to the end of the table.
        unsafe position += Int(min(count, UInt64(max(0, end - position))))
    }

    /// LEB128 without a sign: seven bits a byte, the lowest first.
    mutating func takeUnsigned() -> UInt64? {
        var (result, shift) = (UInt64(0), UInt64(0))
        while let byte = take(UInt8.self) {
            if shift < 64 { result |= UInt64(byte & 0x7f) << shift }
            shift += 7
            if byte & 0x80 == 0 { return result }
        }
        return nil
    }

    /// LEB128 with a sign, which is the highest bit of the last byte.
    mutating func takeSigned() -> Int64? {
        var (result, shift) = (Int64(0), Int64(0))
        while let byte = take(UInt8.self) {
            if shift < 64 { result |= Int64(byte & 0x7f) << shift }
            shift += 7
            guard byte & 0x80 == 0 else { continue }
            return byte & 0x40 != 0 && shift < 64 ? result | (-1 << shift) : result
        }
        return nil
    }

    /// A text that ends in a zero byte.
    mutating func takeText() -> [UInt8]? {
        var text: [UInt8] = []
        while let byte = take(UInt8.self) {
            if byte == 0 { return text }
            text.append(byte)
        }
        return nil
    }
}
