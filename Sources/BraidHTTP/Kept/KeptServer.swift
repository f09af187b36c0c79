// Kept › KeptServer: what is known of one server, and the connections to it that rest.

internal import BraidCore

/// Confined to whoever drives the MultiHandle.
final class KeptServer {
    let origin: Origin
    /// Those that wait for a request; the last that was used is the first to be used again.
    var idle: [KeptConnection] = []
    /// How many plain requests in a row had plain responses.
    private(set) var plainInARow = 0
    /// Whether it once gave, over a kept connection, what only libcurl can take: then it is libcurl's for good, so that
    /// no more than one request is sent twice.
    private(set) var isDistrusted = false
    /// Whether another server has its place, so that its connections are not kept any longer.
    var isForgotten = false

    private var ending: (settings: Settings, bytes: [UInt8])?

    init(_ origin: Origin) {
        self.origin = origin
    }

    /// A request that libcurl has sent was answered.
    func note(isPlain: Bool) {
        plainInARow = isPlain ? plainInARow + 1 : 0
    }

    func distrust() {
        isDistrusted = true
    }

    /// What follows the target in each request: the rest of the line, and the fields.
    func ending(for settings: Settings) -> [UInt8] {
        if let ending, ending.settings === settings { return ending.bytes }
        let fields = ["Host: \(origin.hostField)", "Accept: */*"] + settings.fieldLines
        let bytes = Array(" HTTP/1.1\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n".utf8)
        ending = (settings, bytes)
        return bytes
    }
}

/// A table of a fixed size: of servers that share a place, the last is kept.
struct KeptServers {
    private static let places = 512
    private var servers = [KeptServer?](repeating: nil, count: places)
    private var place = 0
    /// The one that was asked for last, and mostly is again.
    private var recent: KeptServer?

    /// The server of this origin, if it is known.
    mutating func known(_ origin: Origin) -> KeptServer? {
        if let recent, recent.origin === origin { return recent }
        guard let server = servers[place(of: origin)], server.origin == origin else { return nil }
        recent = server
        return server
    }

    /// The server of this origin, and the one that had to leave its place for it.
    mutating func server(of origin: Origin) -> (server: KeptServer, forgotten: KeptServer?) {
        if let server = known(origin) { return (server, nil) }
        let server = KeptServer(origin)
        let forgotten = servers[place(of: origin)]
        forgotten?.isForgotten = true
        servers[place(of: origin)] = server
        recent = server
        return (server, forgotten)
    }

    /// A connection that rests, of one server after the other; nil if none does.
    mutating func takeIdle() -> KeptConnection? {
        for _ in servers.indices {
            place = (place + 1) % Self.places
            if let connection = servers[place]?.idle.popLast() { return connection }
        }
        return nil
    }

    /// All servers.
    var all: [KeptServer] { servers.compactMap(\.self) }

    private func place(of origin: Origin) -> Int {
        Int(UInt(bitPattern: origin.hashValue) % UInt(Self.places))
    }
}
