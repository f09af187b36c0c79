// Selecting › XPathResult: what an expression comes to.

/// What an expression has selected from a page; JavaScript's `XPathResult`.
public enum XPathResult: Sendable, Hashable {
    /// Of each node in document order its string-value: of an element all the text in it, of an attribute its value.
    case nodes([String])
    /// A string, such as `string(//h1)` or `normalize-space(//h1)` gives.
    case string(String)
    /// A number, such as `count(//a)` gives.
    case number(Double)
    /// A truth value, such as `//h1 = 'News'` gives.
    case boolean(Bool)

    /// The values as text: one for each node, or the only value as XPath's `string()` writes it.
    ///
    /// A number without a fraction has no point, and no value is `NaN`; truth values are `true` and `false`.
    public var strings: [String] {
        switch self {
        case .nodes(let strings): strings
        case .string(let string): [string]
        case .number(let number): [XPathNumber.text(number)]
        case .boolean(let boolean): [boolean ? "true" : "false"]
        }
    }

    /// The same, each in one line: ASCII white space is stripped at the ends and collapsed within, as in a title.
    public var lines: [String] { strings.map(TitleText.collapsed) }
}

/// Numbers as XPath writes them.
enum XPathNumber {
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        // Negative zero is zero, and whole numbers up to here are exact.
        if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
        let shortest = "\(number)"
        let parts = shortest.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return shortest }
        return withoutExponent(parts[0], exponent)
    }

    /// XPath knows no exponents: `1.5e-7` is `0.00000015`.
    private static func withoutExponent(_ mantissa: Substring, _ exponent: Int) -> String {
        let sign = mantissa.hasPrefix("-") ? "-" : ""
        let halves = mantissa.drop { $0 == "-" }.split(separator: ".")
        let whole = String(halves[0])
        let fraction = halves.count < 2 || halves[1] == "0" ? "" : String(halves[1])
        let zeros = { String(repeating: "0", count: max(0, $0)) }
        return exponent < 0
            ? sign + "0." + zeros(-exponent - 1) + whole + fraction
            : sign + whole + fraction + zeros(exponent - fraction.count)
    }
}
