// Kept › KeptConnections: plain requests over connections that stand, without libcurl.
//
// Most requests of those who fetch many pages are alike: a GET of http to a server that was just asked for another
// page. For each, libcurl formats the request byte by byte, twice, and keeps account of much that such a request does not
// have: more than all the rest that a page costs (note 0031). So when a server has answered some plain requests in a row
// plainly, its connections are not given back to libcurl, which has looked up the name and opened them, but kept
// here, and further plain requests are sent over them. That is all that is done here. Whatever else there is to a request
// is libcurl's as before: the first connection and every new one, names, proxies, TLS, HTTP/2, other methods, streams.
//
//     libcurl opens it ──(plain responses in a row)──> resting <──(plain response)── busy
//                                                         │ └──────(plain request)────↑ │
//                                                         ↓                             ↓
//                                     ended by either side, or too old      anything else: closed, and
//                                                                           libcurl sends the request again
//
// To send a GET again is always allowed; a server for which that was necessary because of what it answers, not because
// the connection had ended, is libcurl's for good. So at most one request to a server is sent twice for this.
//
// Invariants
//   · a connection here is watched for reading; busy ones have a transfer, and the others stand in `idle` of their server;
//   · no more rest than there may be requests in progress.

internal import BraidCore

/// Confined to whoever drives the MultiHandle.
@safe final class KeptConnections {
    /// So many plain responses in a row, and the next connection is kept.
    private static let trust = 4
    /// How long a connection may rest; libcurl's own limit. Those between may have forgotten it by then.
    private static let longestRest = Duration.seconds(118)
    private static let bufferSize = 64 << 10

    private let mostResting: Int
    private let isLimitedPerHost: Bool
    private let sockets: SocketWishes
    private let clock: Clock
    private let state = Confined(State())
    // Safety: allocated in init, freed in deinit, used only within calls of this object.
    private let buffer: UnsafeMutableRawBufferPointer

    private struct State {
        var servers = KeptServers()
        /// By descriptor: the kernel gives the smallest numbers first.
        var connections: [KeptConnection?] = []
        var resting = 0
        var busy = 0
        /// No request is overdue before this.
        var deadline = Instant.never
        var request: [UInt8] = []
    }

    init(configuration: HTTPClient.Configuration, sockets: SocketWishes, clock: Clock) {
        mostResting = max(1, configuration.maximumConnections)
        isLimitedPerHost = configuration.maximumConnectionsPerHost != nil
        self.sockets = sockets
        self.clock = clock
        // Safety: see its declaration.
        unsafe buffer = .allocate(byteCount: Self.bufferSize, alignment: 16)
    }

    deinit {
        // Safety: nobody uses it any more.
        unsafe buffer.deallocate()
        for case let connection? in state.value.connections { sockets.close(connection.descriptor) }
    }

    /// How many requests are in progress here.
    var busyCount: Int { state.value.busy }

    // MARK: What libcurl gives away

    /// The head of a response has come by way of libcurl. If the connection is to be kept when the response is complete,
    /// that is noted in the transfer, and libcurl is to give it up.
    func headCame(of transfer: Transfer) {
        guard transfer.isPlain else {
            state.value.servers.known(transfer.url.origin)?.note(isPlain: false)
            return
        }
        let (server, forgotten) = state.value.servers.server(of: transfer.url.origin)
        if let forgotten { closeAll(of: forgotten) }
        server.note(isPlain: transfer.hasPlainHead)
        guard server.plainInARow >= Self.trust, !server.isDistrusted, let easy = transfer.easy,
            let socket = transfer.socket, sockets.keep(socket)
        else { return }
        easy.mayKeepConnection = false
        transfer.socketToKeep = socket
    }

    /// libcurl has nothing more to do with a transfer. Takes its connection, if that was to be kept and libcurl has left it.
    func takeOver(from transfer: Transfer) {
        guard let socket = transfer.socketToKeep else { return }
        transfer.socketToKeep = nil
        guard sockets.takeLeft(socket) else { return }
        guard transfer.result != nil, transfer.error == nil,
            let server = state.value.servers.known(transfer.url.origin)
        else { return sockets.close(socket) }
        while state.value.connections.count <= Int(socket) { state.value.connections.append(nil) }
        let connection = KeptConnection(socket, to: server, at: clock.now)
        state.value.connections[Int(socket)] = connection
        sockets.append(.watch(socket, for: .read))
        rest(connection)
    }

    /// libcurl is about to send a request, for which it may open a connection: the limits hold for both together.
    func makeRoom(for transfer: Transfer) {
        guard state.value.resting > 0 else { return }
        if isLimitedPerHost, let connection = state.value.servers.known(transfer.url.origin)?.idle.popLast() {
            state.value.resting -= 1
            close(connection)
        } else if sockets.openCount >= mostResting {
            closeAnyResting()
        }
    }

    // MARK: Requests

    /// Sends a request over a connection that rests; false if that cannot be done, and libcurl is to send it.
    func start(_ transfer: Transfer) -> Bool {
        guard state.value.resting > 0, transfer.isPlain,
            let server = state.value.servers.known(transfer.url.origin), !server.idle.isEmpty,
            let target = transfer.url.target
        else { return false }
        state.value.request.removeAll(keepingCapacity: true)
        state.value.request += "GET ".utf8
        state.value.request += target
        state.value.request += server.ending(for: transfer.settings)
        let now = clock.now
        while let connection = server.idle.popLast() {
            state.value.resting -= 1
            if now < connection.since.advanced(by: Self.longestRest),
                connection.send(state.value.request, for: transfer, at: now)
            {
                transfer.connection = connection
                state.value.deadline = min(deadline, connection.deadline)
                state.value.busy += 1
                return true
            }
            close(connection)
        }
        return false
    }

    /// What has become of the request on a connection.
    enum Event {
        case nothing
        /// It has ended, and has its result.
        case ended(Transfer)
        /// It is as it was before it was started; libcurl is to send it.
        case forLibrary(Transfer)
    }

    /// Whether a descriptor is a connection that is kept here.
    func has(_ descriptor: Int32) -> Bool {
        let index = Int(descriptor)
        return index < state.value.connections.count && state.value.connections[index] != nil
    }

    /// Something has come over a connection, or it has ended.
    func ready(_ descriptor: Int32) -> Event {
        guard let connection = state.value.connections[Int(descriptor)] else { return .nothing }
        guard let transfer = connection.transfer else {
            // A server says nothing unasked but its farewell.
            connection.server.idle.removeAll { $0 === connection }
            state.value.resting -= 1
            close(connection)
            return .nothing
        }
        // Safety: the buffer is ours, and nobody else's during the call.
        let progress = unsafe connection.receive(into: buffer)
        switch progress {
        case .more: return .nothing
        case .unanswered, .unsuitable:
            if progress == .unsuitable { distrust(connection.server) }
            end(transfer)
            transfer.startOver()
            return .forLibrary(transfer)
        case .complete: transfer.finish(after: clock.now.nanoseconds(since: connection.since))
        case .refused: transfer.finishRefused()
        case .malformed: transfer.finishCut()
        }
        if progress == .complete, connection.keepsConnection {
            release(transfer)
            rest(connection)
        } else {
            end(transfer)
        }
        return .ended(transfer)
    }

    /// Ends what is done here for a transfer, if anything is; its connection is closed.
    func end(_ transfer: Transfer) {
        guard let connection = transfer.connection else { return }
        release(transfer)
        close(connection)
    }

    // MARK: Time

    /// When somebody must look for requests that are overdue; never while there are none.
    var deadline: Instant { state.value.busy > 0 ? state.value.deadline : .never }

    /// A request whose time is over; nil if there is none.
    func nextOverdue() -> Transfer? {
        let now = clock.now
        guard deadline <= now else { return nil }
        // All have the same limit, so those that begin later are due later, and there is mostly one look for each limit.
        state.value.deadline = .never
        for case let connection? in state.value.connections {
            if connection.deadline <= now {
                state.value.deadline = now
                return connection.transfer
            }
            state.value.deadline = min(state.value.deadline, connection.deadline)
        }
        return nil
    }

    /// All requests that are in progress here.
    var transfers: [Transfer] { state.value.connections.compactMap { $0?.transfer } }

    // MARK: Inside

    private func release(_ transfer: Transfer) {
        transfer.connection?.rest(at: clock.now)
        transfer.connection = nil
        state.value.busy -= 1
    }

    private func rest(_ connection: KeptConnection) {
        let server = connection.server
        guard !server.isForgotten, !server.isDistrusted else { return close(connection) }
        if state.value.resting >= mostResting { closeAnyResting() }
        server.idle.append(connection)
        state.value.resting += 1
    }

    private func distrust(_ server: KeptServer) {
        server.distrust()
        closeAll(of: server)
    }

    private func closeAll(of server: KeptServer) {
        while let connection = server.idle.popLast() {
            state.value.resting -= 1
            close(connection)
        }
    }

    private func closeAnyResting() {
        guard let connection = state.value.servers.takeIdle() else { return }
        state.value.resting -= 1
        close(connection)
    }

    private func close(_ connection: KeptConnection) {
        state.value.connections[Int(connection.descriptor)] = nil
        sockets.close(connection.descriptor)
    }
}
