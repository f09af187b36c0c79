// Fuzzing › FuzzedExpression: any bytes at all as an expression and a page, and what must hold for them.

@testable import BraidHTML

/// The first line is the expression, the rest the page.
struct FuzzedExpression {
    private let expression: String
    private let bytes: [UInt8]

    init(_ input: [UInt8]) {
        let line = input.prefix { $0 != UInt8(ascii: "\n") }
        expression = String(decoding: line, as: UTF8.self)
        bytes = Array(input.dropFirst(line.count + 1))
    }

    /// The promise that is broken; nil if none is.
    func complaint() -> String? {
        do throws(XPathError) {
            let xpath = try XPath(expression)
            let page = HTMLPage(bytes: bytes)
            let selection = try page.select(xpath)
            if try page.select(xpath).strings != selection.strings {
                return "a second time it is something else"
            }
            return selection.lines.contains { $0.utf8.contains(UInt8(ascii: "\n")) }
                ? "a line with a line break" : nil
        } catch {
            return complaint(about: error)
        }
    }

    private func complaint(about error: XPathError) -> String? {
        if error.kind == .library { return "an error of no kind: \(error)" }
        if error.message.isEmpty || error.message.contains("\n") { return "not one line: \(error)" }
        if let position = error.position, !(0...expression.count).contains(position) {
            return "a place outside of the expression: \(error)"
        }
        return nil
    }
}
