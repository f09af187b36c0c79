// Selecting › XPath: an expression that has been checked, so that it can be refused before any page is there.
//
// It is kept as text and compiled for each page: libxml2 notes in a compiled expression which functions it has looked
// up, so two threads must not evaluate one, and to compile costs a thousandth of reading a page.

/// An expression in XPath 1.0, as `lxml.etree.XPath` in Python and `document.evaluate` in JavaScript take it.
///
/// May be made and used anywhere, by any number of threads at the same time.
public struct XPath: Sendable, Hashable, CustomStringConvertible {
    /// The largest page, in bytes of UTF-8: 64 MiB. libxml2's tree takes several times as much.
    public static let maximumPageBytes = 64 << 20
    /// The most that one page may have selected from it, in bytes of UTF-8: 64 MiB.
    public static let maximumSelectedBytes = 64 << 20
    /// The most steps of an evaluation, which are a few seconds' work: one for each node that is looked at, or so.
    public static let maximumOperations = 10_000_000
    /// The most comparisons of a name that reading a page may take, a few seconds' work. A page that could take more
    /// must not be nested more than 255 deep, nor have a text of ten million bytes.
    public static let maximumParsingSteps = 1_000_000_000
    /// The most names, signs, numbers and literals in an expression.
    public static let maximumWords = 500
    /// The deepest nesting of brackets in an expression.
    public static let maximumDepth = 20

    /// The expression as it was given.
    public let expression: String

    /// Takes an expression.
    ///
    /// - Throws: `XPathError` of kind `.malformed`, with the position, if it is not XPath 1.0, or if it could not be
    ///   evaluated on any page: there are no variables, no namespace prefixes, and no functions beyond XPath's own. Of
    ///   kind `.limit` if it is too long, of kind `.library` if there is no usable libxml2.
    public init(_ expression: String) throws(XPathError) {
        try XPathCheck.check(expression)
        self.expression = expression
        // What is wrong with its types shows on any page, even on one without content.
        _ = try MarkupTree("").select(self)
    }

    /// The expression as it was given.
    public var description: String { expression }
}
