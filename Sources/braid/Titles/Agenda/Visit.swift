// Agenda › Visit: one address on its way to a result, and how often it has been tried.

internal import BraidHTTP

struct Visit: Sendable, Equatable {
    /// Its place among the addresses, from 0.
    let number: Int
    /// As the user gave it.
    let address: String
    /// What is the same for two ways to write one address.
    let identity: String
    /// The server, by host and port; those of addresses that are none share the empty one.
    let host: String
    /// How often it was started, this time included.
    var attempt = 1

    init(_ address: String, number: Int) {
        self.number = number
        self.address = address
        // Whoever fetches it will say what is wrong with a malformed one.
        let url = try? RequestURL(address, assumingHTTP: true)
        identity = url?.identity ?? address
        host = url?.authority.lowercased() ?? ""
    }
}

extension RequestURL {
    /// The URL with everything written out that may be left out, and without its fragment, which is never sent.
    fileprivate var identity: String {
        let rest = text.dropFirst("\(scheme)://".count).prefix { $0 != "#" }
        let user = rest.prefix { $0 != "/" }.lastIndex(of: "@").map { rest[...$0] } ?? ""
        return "\(scheme)://\(user)\(authority.lowercased())\(rest.drop { $0 != "/" })"
    }
}
