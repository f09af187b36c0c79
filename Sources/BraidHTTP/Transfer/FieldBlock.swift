// Transfer › FieldBlock: the fields of one response as they came, taken apart when somebody asks.
//
// Who fetches a page asks for one field, or for none. To make a name and a value of every line costs more than all
// else that is done to receive a page, so a line is only copied, its blanks left out, and what it says is made out of
// the copy. Here are the bytes of all lines, one after the other, and where each name and each value ends.

internal import HTTPTypes

/// The lines of one response's fields.
struct FieldBlock: Sendable {
    /// HTTPFields has room for so many, and ends the program at one more.
    private static let mostFields = Int(UInt16.max) - 1

    private struct Line {
        let start: Int
        let nameEnd: Int
        let valueStart: Int
        var end: Int
    }

    private var bytes: [UInt8] = []
    private var lines: [Line] = []

    /// Forgets all lines.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        // Few responses have more, and those that do cost a second allocation.
        bytes.reserveCapacity(512)
        lines.reserveCapacity(16)
    }

    /// Takes a field, whose name and value are these parts of a line.
    mutating func append(_ line: Span<UInt8>, name: Range<Int>, value: Range<Int>) {
        let start = bytes.count
        bytes.append(copying: line)
        lines.append(
            Line(
                start: start + name.lowerBound, nameEnd: start + name.upperBound,
                valueStart: start + value.lowerBound, end: start + value.upperBound))
    }

    /// Takes more of the last field's value.
    mutating func continueLast(_ value: Span<UInt8>) {
        guard let last = lines.last else { return }
        bytes.removeLast(bytes.count - last.end)
        bytes.append(UInt8(ascii: " "))
        bytes.append(copying: value)
        lines[lines.count - 1].end = bytes.count
    }

    /// All fields whose names are allowed, in order.
    var fields: HTTPFields {
        var fields = HTTPFields()
        for index in lines.indices where fields.count < Self.mostFields {
            let name = String(decoding: bytes[lines[index].start..<lines[index].nameEnd], as: UTF8.self)
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, lenientValue: bytes[value(of: index)]))
        }
        return fields
    }

    /// What `fields[name]` says.
    subscript(name: HTTPField.Name) -> String? {
        guard let first = index(of: name, from: 0) else { return nil }
        // How several are put together is HTTPFields' to know.
        if index(of: name, from: first + 1) != nil { return fields[name] }
        let value = bytes[value(of: first)]
        // What HTTPField would leave as it is.
        if value.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return String(decoding: value, as: UTF8.self) }
        return HTTPField(name: name, lenientValue: value).value
    }

    private func value(of index: Int) -> Range<Int> { lines[index].valueStart..<lines[index].end }

    private func index(of name: HTTPField.Name, from first: Int) -> Int? {
        let wanted = name.canonicalName.utf8.span
        for index in first..<max(first, lines.count) {
            let line = lines[index]
            if line.nameEnd - line.start == wanted.count, isName(at: line.start, wanted) { return index }
        }
        return nil
    }

    /// Whether the name at `start`, which has the right length, is the wanted one, capital letters or not.
    private func isName(at start: Int, _ wanted: Span<UInt8>) -> Bool {
        for offset in wanted.indices {
            let byte = bytes[start + offset]
            let isCapital = UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z")
            guard (isCapital ? byte | 0x20 : byte) == wanted[offset] else { return false }
        }
        return true
    }
}

extension [UInt8] {
    fileprivate mutating func append(copying span: Span<UInt8>) {
        // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
