// Agenda › Visit: one address on its way to a result, and how often it has been tried.

internal import BraidHTTP

struct Visit: Sendable, Equatable {
    /// Its place among the addresses, from 0.
    let number: Int
    /// As the user gave it.
    let address: String
    /// What is the same for two ways to write one address.
    let identity: String
    /// The server; empty for an address that is none, which no server need be asked about.
    let host: String
    var hasServer: Bool { !host.isEmpty }
    /// How often it was started, this time included.
    var attempt = 1

    init(_ address: String, number: Int) {
        self.number = number
        self.address = address
        // Whoever fetches it will say what is wrong with a malformed one.
        let url = try? RequestURL(address, assumingHTTP: true)
        identity = url?.identity ?? address
        host = url?.server ?? ""
    }
}

extension RequestURL {
    /// The server: the host's name, and its port unless it is the one that http or https is served at. Who is asked by the
    /// one and redirects to the other is one server.
    var server: String {
        let authority = authority.lowercased()
        for port in [":80", ":443"] where authority.hasSuffix(port) {
            return String(authority.dropLast(port.count))
        }
        return authority
    }

    /// The URL with everything written out that may be left out, and without its fragment, which is never sent.
    fileprivate var identity: String {
        // Byte by byte, as the text is ASCII: to take it apart into characters was a tenth of all that a page costs.
        let rest = text.utf8.dropFirst(scheme.utf8.count + 3).prefix { $0 != UInt8(ascii: "#") }
        let path = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        let user = rest[..<path].lastIndex(of: UInt8(ascii: "@")).map { rest[...$0] } ?? rest.prefix(0)
        return "\(scheme)://\(Substring(user))\(authority.lowercased())\(Substring(rest[path...]))"
    }
}
