// Transfer › KnownOrigins: what libcurl has said about servers, for the next URL of the same server.
//
// To take a URL apart costs a tenth of fetching a small page, and thousands of URLs in a list begin alike. What stands
// before the first slash of a path decides alone which server is meant. So if libcurl has once taken apart a URL that
// begins so, and given it back unchanged, it need not be asked again about another that begins with the same bytes.
//
// This is no second parser: a beginning is known only from libcurl, which also parses the whole text again when it
// connects. What is decided here is only whether a text is so plain that nothing after its beginning can matter: no
// fragment, no user, nothing escaped or to be escaped, no `/.` that would be shortened. Everything else goes to libcurl.

internal import BraidCore

/// Which server a URL means. An object: thousands of URLs share one.
final class Origin: Sendable {
    /// `http` or `https`.
    let scheme: String
    /// The host's name or address.
    let host: String
    /// The port, the scheme's own if the URL names none.
    let port: String
    /// Host and port.
    let authority: String
    /// The same as the field `Host` has it: without the scheme's own port.
    let hostField: String

    init(scheme: String, host: String, port: String) {
        self.scheme = scheme
        self.host = host
        self.port = port
        authority = "\(host):\(port)"
        hostField = port == (scheme == "https" ? "443" : "80") ? host : authority
    }

    private struct Entry {
        let beginning: String
        let origin: Origin
    }

    /// The origin that was noted last in each place, which follows from the beginning's bytes. A list of a million servers
    /// must not be kept, and gains nothing here anyway.
    private static let known = Guarded<[Entry?]>(.door, Array(repeating: nil, count: places))
    private static let places = 512

    /// The origin of this URL, if the URL is plain and begins as one did that libcurl has parsed. From any thread.
    static func known(for text: String) -> Origin? {
        let bytes = text.utf8.span
        guard let (end, place) = plainBeginning(of: bytes) else { return nil }
        return known.withLock { known in
            guard let entry = known[place], entry.beginning.utf8.count == end,
                bytes.begins(with: entry.beginning.utf8.span)
            else { return nil }
            return entry.origin
        }
    }

    /// Notes what libcurl said about this URL, which it gave back as `parsed`. From any thread.
    func remember(for text: String, parsed: String) {
        guard text == parsed, let (end, place) = Origin.plainBeginning(of: text.utf8.span) else { return }
        let entry = Entry(beginning: String(Substring(text.utf8.prefix(end))), origin: self)
        Origin.known.withLock { $0[place] = entry }
    }

    /// What stands before the path, if there is one, and the whole URL is plain.
    static func plainBeginning(of text: String) -> String? {
        plainBeginning(of: text.utf8.span).map { String(Substring(text.utf8.prefix($0.end))) }
    }

    /// Where that ends, and the place of such origins among the known ones.
    private static func plainBeginning(of bytes: Span<UInt8>) -> (end: Int, place: Int)? {
        guard bytes.count <= 2000, let start = authorityStart(of: bytes) else { return nil }
        var position = start
        // The FNV-1a hash, from the length of the scheme on: whoever makes two servers share a place makes them be parsed
        // again, no more.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(start)
        while position < bytes.count, bytes[position].isOfPlainAuthority {
            hash = (hash ^ UInt64(bytes[position])) &* 0x100_0000_01B3
            position += 1
        }
        let end = position
        guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: "/") else { return nil }
        while position < bytes.count {
            guard bytes[position].isOfPlainPath else { return nil }
            if bytes[position] == UInt8(ascii: "."), bytes[position - 1] == UInt8(ascii: "/") { return nil }
            position += 1
        }
        return (end, Int(truncatingIfNeeded: hash % UInt64(places)))
    }

    private static func authorityStart(of bytes: Span<UInt8>) -> Int? {
        if bytes.begins(with: "http://".utf8.span) { return 7 }
        return bytes.begins(with: "https://".utf8.span) ? 8 : nil
    }
}

extension Origin: Hashable {
    static func == (left: Origin, right: Origin) -> Bool {
        left === right || left.scheme == right.scheme && left.authority == right.authority
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(authority)
    }
}

extension Span<UInt8> {
    fileprivate func begins(with beginning: Span<UInt8>) -> Bool {
        guard count >= beginning.count else { return false }
        for index in beginning.indices where self[index] != beginning[index] { return false }
        return true
    }
}

extension UInt8 {
    /// Small letters, digits, dots, hyphens and the colon before a port.
    fileprivate var isOfPlainAuthority: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// What a path, and a file's name, are mostly made of.
    fileprivate var isOfPlainPath: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
