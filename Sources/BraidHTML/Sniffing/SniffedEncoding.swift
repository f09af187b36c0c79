// HTML › SniffedEncoding: which encoding a page is in, and what says so.
//
// Servers, editors and authors disagree about a page's encoding, so the order of the witnesses is
// the whole matter. It is the HTML standard's, with the one heuristic it leaves to the reader
// filled in: bytes that form valid UTF-8 are UTF-8, because text in another encoding almost never
// does so by accident.

/// The encoding of a page and the evidence that decided it.
public struct SniffedEncoding: Equatable, Sendable {
    /// What a decision about an encoding rests on, from the strongest to the weakest.
    public enum Evidence: Equatable, Sendable {
        /// The page begins with a byte order mark.
        case byteOrderMark
        /// The charset parameter of the HTTP header Content-Type.
        case contentType
        /// A `<meta>` element, or its lookalike to the standard's prescan, in the first 1,024 bytes.
        case metaElement
        /// The encoding of an XML declaration at the very start.
        case xmlDeclaration
        /// Nothing is declared, and the bytes are valid UTF-8; a last character may be cut short.
        case validUTF8
        /// A `<meta>` element after the first 1,024 bytes: browsers meet it while parsing and start over.
        case lateMetaElement
        /// Nothing is declared and nothing fits: windows-1252, in which every byte has a meaning.
        case fallback
    }

    /// The encoding to decode the page with.
    public let encoding: CharacterEncoding

    /// What the decision rests on.
    public let evidence: Evidence

    /// How many bytes at the start are the byte order mark, and no part of the text.
    public let byteOrderMarkLength: Int

    /// How far into a page a declaration is looked for, in bytes.
    public static let prescanLength = 1024

    /// Decides the encoding of a page from its bytes and its HTTP header.
    ///
    /// - Parameters:
    ///   - bytes: The page, or as much of it as has been read, but at least its first 1,024 bytes.
    ///   - contentType: The value of the HTTP header Content-Type, or nil.
    public init(bytes: Span<UInt8>, contentType: String?) {
        if let (encoding, length) = Self.byteOrderMark(bytes) {
            self.init(encoding, .byteOrderMark, byteOrderMarkLength: length)
        } else if let encoding = contentType.flatMap(ContentType.encoding) {
            self.init(encoding, .contentType)
        } else if let encoding = MetaPrescan.encoding(in: bytes.extracting(first: Self.prescanLength)) {
            self.init(encoding, .metaElement)
        } else if let encoding = XMLDeclaration.encoding(in: bytes.extracting(first: Self.prescanLength)) {
            self.init(encoding, .xmlDeclaration)
        } else if UTF8Validity.holds(for: bytes) {
            self.init(.utf8, .validUTF8)
        } else if let encoding = MetaPrescan.encoding(in: bytes) {
            self.init(encoding, .lateMetaElement)
        } else {
            self.init(.windows1252, .fallback)
        }
    }

    private init(_ encoding: CharacterEncoding, _ evidence: Evidence, byteOrderMarkLength: Int = 0) {
        self.encoding = encoding
        self.evidence = evidence
        self.byteOrderMarkLength = byteOrderMarkLength
    }

    private static func byteOrderMark(_ bytes: Span<UInt8>) -> (CharacterEncoding, Int)? {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xEF, 0xBB) where bytes.count >= 3 && bytes[2] == 0xBF: return (.utf8, 3)
        case (0xFE, 0xFF): return (.utf16BE, 2)
        case (0xFF, 0xFE): return (.utf16LE, 2)
        default: return nil
        }
    }
}

extension CharacterEncoding {
    /// The encoding that an XML declaration means, which was itself read as ASCII.
    var asXMLDeclared: CharacterEncoding { self == .utf16BE || self == .utf16LE ? .utf8 : self }

    /// The encoding that a declaration inside the page means: it was read as ASCII, so the page is
    /// no UTF-16 whatever it says, and "x-user-defined" was never meant for pages.
    var asDeclaredInPage: CharacterEncoding {
        switch self {
        case .utf16BE, .utf16LE: .utf8
        case .userDefined: .windows1252
        default: self
        }
    }
}
