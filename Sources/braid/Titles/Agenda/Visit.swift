// Agenda › Visit: one address on its way to a result, and how often it has been tried.

internal import BraidCore
internal import BraidHTTP

struct Visit: Sendable, Equatable {
    /// Its place among the addresses, from 0.
    let number: Int
    /// As the user gave it.
    let address: String
    /// The place of its server among the agenda's.
    let server: Int
    /// How often it was started, this time included.
    var attempt = 1
    /// When it was, the last time.
    var start = Instant(nanoseconds: 0)

    init(_ address: String, number: Int, server: Int = 0) {
        self.number = number
        self.address = address
        self.server = server
    }
}

extension RequestURL {
    /// The server's name, as `Servers` has it.
    var server: String { Servers.name(of: authority) }
}
