// Agenda › Address: one line of the input, and what tells it apart from the others.
//
// Made by whoever reads the input, so that the agenda, which all who fetch share, has nothing to parse.

internal import BraidHTTP

struct Address: Sendable {
    /// As the user gave it.
    let text: String
    /// Host and port as libcurl has them, in the letters of the user; empty for an address that is none, which no server
    /// need be asked about.
    let authority: String
    /// What is the same for two ways to write one address.
    let fingerprint: Fingerprint

    init(_ text: String) {
        var scratch: [UInt8] = []
        self.init(text, scratch: &scratch)
    }

    /// - Parameter scratch: room for whoever makes many.
    init(_ text: String, scratch: inout [UInt8]) {
        self.text = text
        // Whoever fetches it will say what is wrong with a malformed one.
        let url = try? RequestURL(text, assumingHTTP: true)
        authority = url?.authority ?? ""
        Address.writeIdentity(of: url, text, into: &scratch)
        fingerprint = Fingerprint(scratch.span)
    }

    /// The whole of what the fingerprint is one of, for the journal.
    static func identity(of text: String) -> String {
        var bytes: [UInt8] = []
        writeIdentity(of: try? RequestURL(text, assumingHTTP: true), text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The URL with everything written out that may be left out, and without its fragment, which is never sent; of an
    /// address that is none, the text.
    private static func writeIdentity(of url: RequestURL?, _ text: String, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        guard let url else { return bytes.append(contentsOf: text.utf8) }
        bytes.append(contentsOf: url.scheme.utf8)
        bytes.append(contentsOf: "://".utf8)
        let rest = url.text.utf8.span
        let start = bytes.count
        var end = start
        var (path, user) = (rest.count, start)
        while end < rest.count, rest[end] != UInt8(ascii: "#") {
            if rest[end] == UInt8(ascii: "/"), path == rest.count { path = end }
            if rest[end] == UInt8(ascii: "@"), path == rest.count { user = end + 1 }
            end += 1
        }
        bytes.append(rest.extracting(start..<user))
        let host = bytes.count
        bytes.append(contentsOf: url.authority.utf8)
        for index in host..<bytes.count { bytes[index] = bytes[index].asLowercaseLetter }
        bytes.append(rest.extracting(min(path, end)..<end))
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ bytes: Span<UInt8>) {
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension UInt8 {
    /// A capital letter of ASCII as the small one.
    fileprivate var asLowercaseLetter: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
