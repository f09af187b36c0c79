// Selecting › XPathWords: an expression as its words: names, numbers, literals and signs.
//
// The lexical rules of XPath 1.0 (section 3.7), among them the odd one: whether `and`, `div` or `*` is an operator
// depends on what stands before it.

struct XPathWord {
    enum Kind {
        case name, number, literal, variable
        /// `and`, `or`, `mod` and `div` where they are operators, and all signs that always are.
        case operation
        /// `(`, `)`, `[`, `]`, `,`, `@`, `::`, `.`, `..`, and `*` where it stands for any name.
        case sign
        /// A character that has no business in an expression, or a literal without an end.
        case stray, unfinishedLiteral
    }

    let kind: Kind
    let text: Substring.UTF8View

    func equals(_ other: StaticString) -> Bool {
        // Safety: a static string's code units live for ever.
        unsafe text.elementsEqual(UnsafeBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
    }

    /// Whether an operand ends with it, so that a name or a star behind it can only be an operator.
    var endsOperand: Bool {
        switch kind {
        case .name, .number, .literal, .variable: true
        case .operation, .stray, .unfinishedLiteral: false
        case .sign: !(equals("@") || equals("::") || equals("(") || equals("[") || equals(","))
        }
    }
}

struct XPathWords: Sequence, IteratorProtocol {
    private var rest: Substring.UTF8View
    private var previous: XPathWord?

    init(_ expression: String) {
        rest = expression[...].utf8
    }

    mutating func next() -> XPathWord? {
        rest = rest.drop { $0 == 0x20 || 0x09...0x0A ~= $0 || $0 == 0x0D }
        guard let first = rest.first else { return nil }
        let (kind, length) = word(from: first)
        let word = XPathWord(kind: kind, text: rest.prefix(length))
        rest = rest.dropFirst(length)
        previous = word
        return word
    }

    private func word(from first: UInt8) -> (XPathWord.Kind, length: Int) {
        switch first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let content = rest.dropFirst().prefix { $0 != first }
            return content.endIndex == rest.endIndex
                ? (.unfinishedLiteral, rest.count) : (.literal, content.count + 2)
        case UInt8(ascii: "$"): return (.variable, 1 + nameLength(rest.dropFirst()))
        case UInt8(ascii: "."):
            if rest.dropFirst().first?.isASCIIDigit == true { return (.number, numberLength) }
            return (.sign, rest.starts(with: "..".utf8) ? 2 : 1)
        case _ where first.isASCIIDigit: return (.number, numberLength)
        case _ where first.startsXPathName: return nameOrOperation()
        case UInt8(ascii: "*"): return (previous?.endsOperand == true ? .operation : .sign, 1)
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
            UInt8(ascii: "@"):
            return (.sign, 1)
        default:
            if rest.starts(with: "::".utf8) { return (.sign, 2) }
            for operation in ["//", "!=", "<=", ">="] where rest.starts(with: operation.utf8) {
                return (.operation, 2)
            }
            return ("/|+-=<>".utf8.contains(first) ? .operation : .stray, 1)
        }
    }

    private func nameOrOperation() -> (XPathWord.Kind, length: Int) {
        let length = nameLength(rest)
        guard previous?.endsOperand == true else { return (.name, length) }
        let isOperation = ["and", "or", "mod", "div"].contains { rest.prefix(length).elementsEqual($0.utf8) }
        return (isOperation ? .operation : .name, length)
    }

    private var numberLength: Int {
        let whole = rest.prefix(while: \.isASCIIDigit)
        let point = rest[whole.endIndex...]
        guard point.first == UInt8(ascii: ".") else { return whole.count }
        return whole.count + 1 + point.dropFirst().prefix(while: \.isASCIIDigit).count
    }

    /// The length of a name, with its prefix and the colon after that, if it has one.
    private func nameLength(_ text: Substring.UTF8View) -> Int {
        guard text.first?.startsXPathName == true else { return 0 }
        let local = text.prefix(while: \.continuesXPathName)
        let after = text[local.endIndex...]
        guard after.first == UInt8(ascii: ":"), let next = after.dropFirst().first, next != UInt8(ascii: ":")
        else { return local.count }
        return local.count + 1
            + after.dropFirst().prefix { $0.continuesXPathName || $0 == UInt8(ascii: "*") }.count
    }
}

extension UInt8 {
    /// Which characters outside ASCII a name may have is libxml2's to say.
    fileprivate var startsXPathName: Bool { isASCIILetter || self == UInt8(ascii: "_") || self >= 0x80 }

    fileprivate var continuesXPathName: Bool {
        startsXPathName || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
