// Agenda › Servers: what there is to do at each server, by its name or, much faster, by its place.
//
// A server has a place while something of it waits, runs or is to be tried again, or while it must be left alone; then the
// next one gets it. A visit carries the place of its server, so that a name is looked up once for each address, and not
// even then if the address before was one of the same server.

internal import BraidCore

/// What is to be fetched from one server, and when the next may start.
struct ServerAgenda {
    /// Empty for the addresses that are none.
    var name: String
    var waiting = FirstInFirstOut<Visit>()
    var running = 0
    /// How many visits will be tried again later.
    var postponed = 0
    /// Before that nothing starts: the rate, or the server asked for a pause.
    var readyAt = Instant(nanoseconds: 0)
    /// Whether it stands in the agenda's queue of turns.
    var hasTurn = false
    /// Whether it stands among what is due later.
    var isDelayed = false

    var isOfServer: Bool { !name.isEmpty }

    /// Whether something of it could start, without what would have to be counted to be looked at.
    var standing: Standing {
        Standing(
            running: running, postponed: postponed, readyAt: readyAt, hasTurn: hasTurn, isDelayed: isDelayed,
            hasWaiting: !waiting.isEmpty, isOfServer: isOfServer)
    }

    struct Standing {
        let running: Int
        let postponed: Int
        let readyAt: Instant
        let hasTurn: Bool
        let isDelayed: Bool
        let hasWaiting: Bool
        let isOfServer: Bool
    }
}

struct Servers {
    private var agendas: [ServerAgenda] = []
    private var places: [String: Int] = [:]
    private var free: [Int] = []
    /// The authority that was asked for last, and its place; no place, if that is another's by now.
    private var last = (authority: "", place: -1)

    /// The places, some of which may be nobody's.
    var all: Range<Int> { agendas.indices }

    subscript(_ place: Int) -> ServerAgenda {
        _read { yield agendas[place] }
        _modify { yield &agendas[place] }
    }

    /// The server: the host's name, and its port unless it is the one that http or https is served at. Who is asked by the
    /// one and redirects to the other is one server.
    static func name(of authority: String) -> String {
        let authority = authority.lowercased()
        for port in [":80", ":443"] where authority.hasSuffix(port) {
            return String(authority.dropLast(port.count))
        }
        return authority
    }

    mutating func place(of authority: String) -> Int {
        if last.place >= 0, last.authority == authority { return last.place }
        last = (authority, place(named: Servers.name(of: authority)))
        return last.place
    }

    mutating func place(named name: String) -> Int {
        if let place = places[name] { return place }
        let place = free.popLast() ?? agendas.count
        if place == agendas.count {
            agendas.append(ServerAgenda(name: name))
        } else {
            agendas[place] = ServerAgenda(name: name)
        }
        places[name] = place
        return place
    }

    /// Nothing more is to be done there for now.
    mutating func forget(_ place: Int) {
        places[agendas[place].name] = nil
        agendas[place] = ServerAgenda(name: "")
        free.append(place)
        if last.place == place { last.place = -1 }
    }
}
