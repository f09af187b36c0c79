// Selecting › MarkupTree: a page as libxml2's tree.
//
// It belongs to whoever made it, and is freed with it. libxml2 keeps errors by thread; the C target leaves none there
// between two calls, so a goroutine may be on another thread for each.

internal import CBraidXML

/// Not to be used by two threads at the same time.
@safe
struct MarkupTree: ~Copyable {
    // Safety: made by the initialiser, freed by deinit, and nobody else has it.
    private let raw: OpaquePointer

    /// - Parameter html: the page; an empty one has a tree with nothing in it.
    init(_ html: String) throws(XPathError) {
        // Safety: the reason is static storage of the C target.
        if let reason = unsafe braid_xml_load() { throw XPathError(.library, unsafe String(cString: reason)) }
        let size = html.utf8.count
        guard size <= XPath.maximumPageBytes else {
            throw XPathError(.limit, "the page has \(size) bytes; \(XPath.maximumPageBytes) are the limit")
        }
        let effort = ParsingEffort(of: html.utf8.span)
        guard effort.attributeComparisons <= XPath.maximumParsingSteps else {
            throw XPathError(.limit, "the page has a tag with too many attributes")
        }
        let isLimited = effort.elementComparisons > XPath.maximumParsingSteps
        var wasCut = false
        // libxml2 makes no tree of a page without a single character that counts.
        let raw =
            unsafe MarkupTree.parse(html, isLimited: isLimited, &wasCut)
            ?? MarkupTree.parse("<html></html>", isLimited: false, &wasCut)
        guard let raw = unsafe raw else {
            throw XPathError(.library, "libxml2 has no memory for the page's tree")
        }
        guard !wasCut else {
            // Safety: made above, and nobody has it.
            unsafe braid_xml_tree_free(raw)
            throw XPathError(
                .limit,
                "the page has too many tags to be nested more than 255 deep, or to have a text of ten million bytes"
            )
        }
        unsafe self.raw = raw
    }

    // Safety: see `raw`.
    deinit { unsafe braid_xml_tree_free(raw) }

    private static func parse(_ html: String, isLimited: Bool, _ wasCut: inout Bool) -> OpaquePointer? {
        var html = html
        // Safety: libxml2 reads so many bytes during the call and copies what it keeps; it writes the one variable.
        return html.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return nil }
                return unsafe braid_xml_tree_make(
                    start, Int32(characters.count), isLimited, &wasCut)
            }
        }
    }

    /// - Parameter operations: after how many the evaluation ends.
    func select(_ xpath: XPath, operations: Int = XPath.maximumOperations) throws(XPathError) -> XPathResult {
        var complaint = braid_xml_complaint()
        // Safety: the tree lives; the call ends before the expression and the complaint do.
        let value = unsafe braid_xml_tree_select(
            raw, xpath.expression, UInt(operations), &complaint)
        guard let value = unsafe value else { throw XPathError(complaint, of: xpath.expression) }
        // Safety: the value is ours, and is used while the tree is there.
        defer { unsafe braid_xml_value_free(value) }
        return try unsafe MarkupTree.selection(value)
    }

    // Safety: the caller keeps the value and its tree until this returns.
    @unsafe private static func selection(_ value: OpaquePointer) throws(XPathError) -> XPathResult {
        // Safety: the value lives, and each member is read only where its kind has it.
        switch unsafe braid_xml_value_kind(value) {
        case BRAID_XML_BOOLEAN: return .boolean(unsafe braid_xml_value_boolean(value))
        case BRAID_XML_NUMBER: return .number(unsafe braid_xml_value_number(value))
        case BRAID_XML_STRING:
            return .string(try unsafe text(braid_xml_value_string(value)))
        case BRAID_XML_NODES: break
        case let kind: throw XPathError(.library, "libxml2 has selected a value of kind \(kind)")
        }
        var strings: [String] = []
        var room = XPath.maximumSelectedBytes
        // Safety: the indices are those of its nodes.
        let count = unsafe braid_xml_value_count(value)
        for index in 0..<count {
            // Safety: a new string each, freed at the end of the round.
            let copy = unsafe braid_xml_value_node_string(value, index)
            defer { if let copy = unsafe copy { unsafe braid_xml_string_free(copy) } }
            let string = try unsafe text(copy)
            // Elements inside each other are selected with all their text each: a page of a megabyte can have a terabyte.
            room -= string.utf8.count
            guard room >= 0 else {
                throw XPathError(
                    .limit, "more than \(XPath.maximumSelectedBytes) bytes are selected from the page")
            }
            strings.append(string)
        }
        return .nodes(strings)
    }

    // Safety: a terminated string of libxml2's, or none; copied here.
    @unsafe private static func text(_ string: UnsafePointer<CChar>?) throws(XPathError) -> String {
        // Safety: as above.
        guard let string = unsafe string else {
            throw XPathError(.library, "libxml2 has no memory for what is selected")
        }
        return unsafe String(cString: string)
    }
}

extension XPathError {
    fileprivate init(_ complaint: braid_xml_complaint, of expression: String) {
        let offset = Int(complaint.offset)
        switch complaint.code {
        case BRAID_XML_XPATH_OPERATION_LIMIT:
            self.init(.limit, "the expression takes more than \(XPath.maximumOperations) steps on this page")
        case BRAID_XML_XPATH_RECURSION_LIMIT:
            self.init(.limit, "the expression is nested too deeply")
        case 0, BRAID_XML_XPATH_MEMORY:
            self.init(.library, "libxml2 has no memory for the expression")
        default:
            // Safety: the array of characters lies in the structure.
            let message = unsafe withUnsafeBytes(of: complaint.message) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            }
            let position = offset < 0 ? nil : XPathCheck.position(of: offset, in: expression)
            self.init(.malformed, message.lowercasedFirst, position: position)
        }
    }
}

extension String {
    /// libxml2's sentences begin like sentences; ours end like lines of a report.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
