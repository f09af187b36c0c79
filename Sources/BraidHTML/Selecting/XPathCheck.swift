// Selecting › XPathCheck: what can be said against an expression before there is a page.
//
// libxml2 looks a function, a variable or a prefix up when it comes to it: `//a[typo()]` is in order until a page has a
// link. Here they are looked up at once. And libxml2 calls itself for every bracket and operator; what may be handed to
// it is limited so that the stack of a goroutine is enough.

struct XPathCheck {
    private struct Bracket {
        /// `[` or `(`.
        let word: XPathWord
        /// Whose arguments stand in it.
        let function: XPathWord?
        var commas = 0
        var isEmpty = true
    }

    private let expression: String
    private var brackets: [Bracket] = []
    private var previous: XPathWord?
    private var count = 0

    /// Throws if the expression cannot be evaluated, on whatever page.
    static func check(_ expression: String) throws(XPathError) {
        var check = XPathCheck(expression: expression)
        for word in XPathWords(expression) { try check.take(word) }
        guard check.count > 0 else { throw XPathError(.malformed, "the expression is empty") }
        if let open = check.brackets.last {
            throw check.error("“\(Substring(open.word.text))” is never closed", at: open.word)
        }
    }

    /// How many characters are before a byte.
    static func position(of offset: Int, in expression: String) -> Int {
        String(decoding: expression.utf8.prefix(offset), as: UTF8.self).count
    }

    private init(expression: String) { self.expression = expression }

    private mutating func take(_ word: XPathWord) throws(XPathError) {
        count += 1
        guard count <= XPath.maximumWords else {
            throw XPathError(.limit, "the expression has more than \(XPath.maximumWords) names and signs")
        }
        switch word.kind {
        case .stray: throw error("“\(Substring(word.text))” does not belong into an expression", at: word)
        case .unfinishedLiteral: throw error("the literal has no end", at: word)
        case .variable:
            throw error("there are no variables here, and so no \(Substring(word.text))", at: word)
        case .name where word.text.contains(UInt8(ascii: ":")):
            let name = Substring(word.text)
            throw error("HTML has no namespaces; for \(name) write *[name() = '\(name)']", at: word)
        default: break
        }
        if !word.equals(")") && !word.equals("]"), let last = brackets.indices.last {
            brackets[last].isEmpty = false
        }
        if word.kind == .sign { try takeSign(word) }
        previous = word
    }

    private mutating func takeSign(_ word: XPathWord) throws(XPathError) {
        if word.equals("[") { return try open(Bracket(word: word, function: nil)) }
        if word.equals("(") { return try open(Bracket(word: word, function: try function())) }
        if word.equals(","), let last = brackets.indices.last { brackets[last].commas += 1 }
        guard word.equals(")") || word.equals("]") else { return }
        guard let bracket = brackets.popLast(), bracket.word.equals("(") == word.equals(")") else {
            throw error("nothing is open that “\(Substring(word.text))” could close", at: word)
        }
        guard let name = bracket.function, let arity = XPathFunctions.arities[String(Substring(name.text))]
        else { return }
        let given = bracket.isEmpty ? 0 : bracket.commas + 1
        guard arity.contains(given) else {
            throw error(
                "\(Substring(name.text))() takes \(XPathFunctions.words(arity)), not \(given)", at: name)
        }
    }

    private mutating func open(_ bracket: Bracket) throws(XPathError) {
        brackets.append(bracket)
        guard brackets.count <= XPath.maximumDepth else {
            throw XPathError(
                .limit, "the expression has more than \(XPath.maximumDepth) brackets inside each other")
        }
    }

    /// The function whose arguments begin, or nil if the bracket is one around an expression or behind a type of node.
    private func function() throws(XPathError) -> XPathWord? {
        guard let name = previous, name.kind == .name else { return nil }
        let text = String(Substring(name.text))
        if XPathFunctions.nodeTypes.contains(text) { return nil }
        guard XPathFunctions.arities[text] != nil else {
            throw error("there is no function \(text)()", at: name)
        }
        return name
    }

    private func error(_ message: String, at word: XPathWord) -> XPathError {
        let offset = expression.utf8.distance(from: expression.startIndex, to: word.text.startIndex)
        return XPathError(.malformed, message, position: Self.position(of: offset, in: expression))
    }
}
