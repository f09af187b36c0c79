// Transfer › RequestURL: the text of a URL, as the one parser understands it that will also connect.
//
// Two parsers that disagree about a host are how requests reach servers they should not, so there is
// only libcurl's. What we add stands before it and only refuses: white space and control characters,
// which libcurl would partly repair, are a malformed URL here, because in a list of addresses they
// mean that the list was split wrongly. What libcurl has said about a server is remembered: see KnownOrigins.

internal import CBraidCurl
private import Glibc

/// A URL that can be requested: http or https, with a host, and nothing in it but ASCII.
package struct RequestURL: Sendable, Hashable {
    /// The whole URL, its host in the ASCII form of the domain name system (`xn--…`).
    package let text: String
    let origin: Origin

    /// `http` or `https`.
    package var scheme: String { origin.scheme }
    /// The host's name or address; an IPv6 address stands in brackets.
    var host: String { origin.host }
    /// The port, the scheme's own if the text names none.
    var port: String { origin.port }
    /// Whether the connection will be secured.
    var isSecure: Bool { scheme == "https" }
    /// Whether nobody needs to be asked for the host's address: it is one, or it is this machine.
    var needsNoLookup: Bool {
        if host.hasPrefix("[") || host == "localhost" || host.hasSuffix(".localhost") { return true }
        var address = in_addr()
        // Safety: the name is terminated, and the structure of the size that this family has.
        return unsafe inet_pton(AF_INET, host, &address) == 1
    }
    /// What identifies a server among all connections.
    package var authority: String { origin.authority }
    /// What a request to the server itself asks for: path and query. Nil if the URL says more that matters, such as a
    /// user's name.
    var target: Substring.UTF8View? {
        let bytes = text.utf8
        guard
            let start = bytes.index(
                bytes.startIndex, offsetBy: scheme.utf8.count + 3, limitedBy: bytes.endIndex),
            let path = bytes[start...].firstIndex(of: UInt8(ascii: "/")),
            !bytes[start..<path].contains(UInt8(ascii: "@"))
        else { return nil }
        return bytes[path...].prefix { $0 != UInt8(ascii: "#") }
    }

    /// Parses `text`.
    ///
    /// - Parameter assumingHTTP: whether a text without a scheme, such as `example.com/x` or
    ///   `localhost:8080`, means `http://`.
    /// - Throws: `HTTPError` of kind `.malformedURL`, `.unsupportedScheme` or `.library`.
    package init(_ text: String, assumingHTTP: Bool = false) throws(HTTPError) {
        guard !text.isEmpty else { throw HTTPError(.malformedURL, "the URL is empty") }
        if let known = Origin.known(for: text) {
            self.text = text
            origin = known
            return
        }
        // The tables of Unicode are slow to ask, and so are scalars; nearly every URL is plain ASCII.
        if !text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let bad = text.unicodeScalars.first(where: isForbidden)
        {
            throw HTTPError(.malformedURL, "the URL contains \(name(of: bad))")
        }
        var complete = text
        if assumingHTTP && !text.hasAuthorityMark {
            if let scheme = text.schemeWithoutHost { throw .unsupported(scheme: scheme) }
            complete = text.hasPrefix("//") ? "http:\(text)" : "http://\(text)"
        }
        let parsed = try ParsedURL(complete)
        let scheme = try parsed.part(BRAID_CURLUPART_SCHEME)
        guard scheme == "http" || scheme == "https" else { throw .unsupported(scheme: scheme) }
        let host = try parsed.part(BRAID_CURLUPART_HOST)
        let port = try parsed.part(BRAID_CURLUPART_PORT)
        origin = Origin(scheme: scheme, host: host, port: port)
        self.text = try parsed.part(BRAID_CURLUPART_URL)
        origin.remember(for: text, parsed: self.text)
    }
}

private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
    return scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
}

private func name(of scalar: Unicode.Scalar) -> String {
    if scalar == " " { return "a space" }
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    return "\(scalar.properties.isWhitespace ? "white space" : "a control character") (U+\(padded))"
}

extension HTTPError {
    /// The URL is fine, but not for us.
    static func unsupported(scheme: some StringProtocol) -> HTTPError {
        HTTPError(.unsupportedScheme, "the scheme “\(scheme)” is neither http nor https")
    }
}

extension String {
    /// Whether the text begins with a scheme and `://`.
    fileprivate var hasAuthorityMark: Bool {
        guard let scheme else { return false }
        return self.utf8[scheme.endIndex...].starts(with: "://".utf8)
    }

    /// The scheme, where it is known to have no host behind it and what is there is no port either: `mailto:a@example.com`,
    /// but not `news:8080`, which is a machine's name.
    fileprivate var schemeWithoutHost: Substring? {
        guard let scheme, String.schemesWithoutHost.contains(scheme.lowercased()) else { return nil }
        let port = utf8[scheme.endIndex...].dropFirst().prefix { !"/?#".utf8.contains($0) }
        let isPort = !port.isEmpty && port.count <= 5 && port.allSatisfy { (0x30...0x39).contains($0) }
        return isPort ? nil : scheme
    }

    /// Those that pages link to.
    private static let schemesWithoutHost: Set<String> = [
        "about", "blob", "callto", "cid", "data", "geo", "javascript", "magnet", "mailto", "mid", "news",
        "sip", "sips",
        "skype", "sms", "tel", "urn", "view-source", "whatsapp", "xmpp",
    ]

    /// The scheme, that is what stands before the first colon if it is made like one (RFC 3986, 3.1).
    var scheme: Substring? {
        // Byte by byte: to take a text apart into characters is slow, and every request is asked this.
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")), utf8.first?.isLetter == true,
            utf8[..<colon].allSatisfy(\.isOfScheme)
        else { return nil }
        return self[..<colon]
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }

    fileprivate var isOfScheme: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: isLetter
        }
    }
}
