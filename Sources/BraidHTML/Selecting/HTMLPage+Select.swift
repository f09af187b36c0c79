// Selecting › HTMLPage+Select: a page's content by XPath.

extension HTMLPage {
    /// What an expression selects from this page: lxml's `document.xpath(expression)` in Python.
    ///
    /// ```swift
    /// let links = try page.select(xpath: "//a/@href").strings
    /// ```
    ///
    /// The page's characters are decoded as for its title; the tree is libxml2's, as lxml's is, and differs in places
    /// from that of browsers: `title` follows the HTML standard, `//title` what libxml2 makes of the page.
    /// Names of elements and attributes are in lower case.
    ///
    /// May be called from a goroutine, a coroutine or a plain thread; it computes, for about a tenth of a second per
    /// megabyte, of a page made to be slow for a few seconds, and waits for nothing. The stack of a goroutine suffices,
    /// however deep the page is nested.
    ///
    /// - Throws: `XPathError` of kind `.malformed` if the expression is not one, of kind `.limit` if the page or the
    ///   selection is too large, of kind `.library` if there is no usable libxml2.
    public func select(xpath expression: String) throws(XPathError) -> XPathResult {
        try select(XPath(expression))
    }

    /// The same for an expression that serves many pages.
    public func select(_ xpath: XPath) throws(XPathError) -> XPathResult {
        try MarkupTree(text).select(xpath)
    }
}
