// Selecting › XPathError: why an expression is no good, or could not be evaluated, in one line.

/// Why nothing could be selected.
///
/// It corresponds to lxml's `XPathSyntaxError` and `XPathEvalError` in Python.
public struct XPathError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sort of failure. The raw values are stable and fit for JSON.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The expression is no XPath 1.0, or asks for what no page can give: a variable, a prefix, an unknown function.
        case malformed
        /// The expression, the page or what was selected from it is larger than a limit of `XPath`.
        case limit
        /// libxml2 is missing, or it failed in a way that no other kind describes.
        case library
    }

    /// The sort of failure.
    public let kind: Kind
    /// What happened, as one line without its full stop.
    public let message: String
    /// Where in the expression, in characters before it; nil where that says nothing.
    public let position: Int?

    init(_ kind: Kind, _ message: String, position: Int? = nil) {
        self.kind = kind
        self.message = message
        self.position = position
    }

    /// The message, and the character of the expression that it is about, counted from 1.
    public var description: String {
        position.map { "\(message), at character \($0 + 1)" } ?? message
    }
}
