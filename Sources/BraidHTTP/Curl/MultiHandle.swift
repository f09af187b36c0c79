// Curl › MultiHandle: many transfers on one thread of control; events in, wishes out.
//
// libcurl's multi interface wants to be told when a socket is ready and when time is up, and says
// through two callbacks which sockets and which moment it means. Here the callbacks only note its
// wishes. Whoever drives the handle collects them after each call and does the watching, on a poller
// that this file knows nothing about: in tests that is poll(2), in the client a goroutine's or an
// event loop's poller.
//
// The contract of driving
//   1. One owner at a time. The handle has no lock; it may move between threads between calls, but no
//      two calls overlap, and no call is made from inside another.
//   2. Events in: add, cancel, socketReady, timerFired, deadlinePassed. None of them waits for the network or for a
//      name lookup (QUICK_EXIT; a libcurl before 7.87 may wait for a lookup that is given up). The
//      first TLS connection reads the trusted authorities, some 40 ms of CPU.
//   3. Wishes out: after *every* call of point 2, and before waiting again, take
//        · every nextSocketChange(), in order, and apply each to the poller;
//        · takeTimerChange(): nil leaves the timer as it was;
//        · every nextCompleted(): transfers whose `result` is now set;
//        · `deadline`, the time of what goes on without libcurl (see Kept), beside libcurl's timer.
//      `init` and `add` wish too: a new transfer starts with a timer of zero.
//   4. The timer is one-shot and counts from the moment of the call that wished it. It must not fire
//      early; a little late is fine. `.arm(after: .zero)` means at the next turn, not inside the call.
//   5. Watching is level-triggered: libcurl does not promise to read until EAGAIN.
//   6. A change that empties the interest comes before libcurl closes the descriptor, but is applied
//      after, and the number may be in use again by then, also by another part of the program. So the
//      poller must be one that watches nothing else (an epoll of its own knows a descriptor by its file
//      and is safe); ENOENT and EBADF on removal are no errors, EEXIST on an addition means modify,
//      and ENOENT on a modification means add. An event for a descriptor that is no longer watched may
//      still be delivered: it is ignored. Of sockets, though not of what a lookup is watched by, every
//      opening and closing is told as well: between the two it is the same file, watched or not.
//   7. A transfer is held from add until nextCompleted returns it or it is cancelled (one that was
//      cancelled while it waited for its turn: until that comes); nothing else keeps it alive.
//   8. Idle connections of libcurl's need not be watched: that a server has closed one is noticed at its next use,
//      and libcurl then repeats the request on a new one.
//   9. Releasing the handle closes every connection and waits for nothing. Transfers that have not
//      ended then get no result: cancel them first if somebody waits.
//
// Rejected: curl_multi_wait and curl_multi_perform (they poll every socket each time), a thread per
// client (a thread switch per event), applying the wishes inside libcurl's callbacks (an engine that
// parks there would hold libcurl across the wait).

package import BraidCore
internal import CBraidCurl

/// Drives any number of transfers over shared connections. See the contract at the top of the file.
@safe package final class MultiHandle {
    /// The limits that all transfers share.
    package let configuration: HTTPClient.Configuration

    private let multi: OpaquePointer
    let lookups: Lookups
    private let sockets = SocketWishes()
    private let kept: KeptConnections
    private let state: Confined<State>

    private struct State {
        var admission: AdmissionQueue
        var handles: EasyHandlePool
        var active: [UInt: Transfer] = [:]
        var completed = Queue<Transfer>()
        var timerChange: TimerChange?
        /// Why nothing is started any more; nil while it is.
        var closing: HTTPError?
    }

    /// Makes a handle without transfers.
    ///
    /// - Throws: `HTTPError` of kind `.library` if there is no usable libcurl, `.resources` if memory
    ///   ran out.
    package init(configuration: HTTPClient.Configuration, clock: Clock) throws(HTTPError) {
        try loadLibrary()
        // Safety: a new handle, ours alone until deinit releases it.
        guard let handle = unsafe braid_curl_multi_init() else {
            throw HTTPError(.resources, "out of memory")
        }
        unsafe multi = handle  // Safety: as above.
        self.configuration = configuration
        let perHost = configuration.maximumConnectionsPerHost
        lookups = Lookups(most: configuration.maximumLookups)
        kept = KeptConnections(configuration: configuration, sockets: sockets, clock: clock)
        state = Confined(
            State(
                admission: AdmissionQueue(total: configuration.maximumConnections, perHost: perHost),
                handles: EasyHandlePool(sockets: sockets)))
        // Safety: the callbacks run only inside calls of this object, which is alive then.
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe check(braid_curl_multi_set_callbacks(multi, wishForSocket, wishForTimer, owner))
        let total = max(1, configuration.maximumConnections)
        set(BRAID_CURLMOPT_MAX_TOTAL_CONNECTIONS, total)
        set(BRAID_CURLMOPT_MAXCONNECTS, total)
        if let perHost { set(BRAID_CURLMOPT_MAX_HOST_CONNECTIONS, max(1, perHost)) }
    }

    deinit {
        // Safety: the handle is alive; without callbacks nothing below calls an object that is going.
        unsafe check(braid_curl_multi_set_callbacks(multi, nil, nil, nil))
        for transfer in transfers { release(transfer) }
        state.value.handles.removeAll()
        // Safety: all easy handles were removed, as libcurl demands; nobody else has the handle.
        unsafe check(braid_curl_multi_cleanup(multi))
    }

    // MARK: Events in

    /// Starts a transfer, or lets it wait for its turn. It cannot fail: one that cannot start is
    /// completed with its error. A transfer is added once in its life.
    package func add(_ transfer: Transfer) {
        guard transfer.result == nil else { return state.value.completed.append(transfer) }
        state.value.admission.append(transfer)
        startAdmitted()
    }

    /// Ends a transfer that its caller no longer wants, with the error `.cancelled`; its connection is
    /// closed. It is not among the completed ones.
    ///
    /// - Returns: false if it had ended already, and the result stays what it was.
    package func cancel(_ transfer: Transfer) -> Bool {
        guard transfer.result == nil else { return false }
        transfer.finish(HTTPError(.cancelled, "the request was cancelled"))
        release(transfer)
        startAdmitted()
        return true
    }

    /// Ends a transfer with an error that its caller is to hear of; it is among the completed ones.
    package func fail(_ transfer: Transfer, with error: HTTPError) {
        guard transfer.result == nil else { return }
        complete(transfer, with: error)
        startAdmitted()
    }

    /// Ends all transfers with an error, those that wait for their turn too; they are among the completed ones. From
    /// now on every transfer that is added ends so.
    package func close(_ error: HTTPError) {
        state.value.closing = error
        for transfer in transfers { complete(transfer, with: error) }
        startAdmitted()
    }

    /// Goes on with a transfer that was paused because of the other end of its body. Harmless for any other.
    package func resume(_ transfer: Transfer) {
        guard let easy = transfer.easy else { return }
        transfer.isPaused = false
        easy.resume()
    }

    /// Tells that a watched descriptor is ready.
    package func socketReady(_ descriptor: Int32, _ readiness: Readiness) {
        if kept.has(descriptor) { return keptReady(descriptor) }
        var events: Int32 = 0
        if readiness.contains(.read) { events |= BRAID_CURL_CSELECT_IN }
        if readiness.contains(.write) { events |= BRAID_CURL_CSELECT_OUT }
        if readiness.contains(.failure) { events |= BRAID_CURL_CSELECT_ERR }
        act(descriptor, events)
    }

    /// Tells that the time of the last `TimerChange.arm` is over.
    package func timerFired() {
        act(BRAID_CURL_SOCKET_TIMEOUT, 0)
    }

    /// Tells that the instant of `deadline` has come.
    package func deadlinePassed() {
        while let transfer = kept.nextOverdue() { complete(transfer, with: transfer.overdueError) }
        startAdmitted()
    }

    // MARK: Wishes out

    /// When `deadlinePassed` is to be called; it changes with every call. Apart from libcurl's timer.
    package var deadline: Instant { kept.deadline }

    /// What is next to be known about a descriptor; nil when all was taken.
    package func nextSocketChange() -> SocketChange? {
        sockets.next()
    }

    /// How the timer changes; nil if it stays as it was.
    package func takeTimerChange() -> TimerChange? {
        defer { state.value.timerChange = nil }
        return state.value.timerChange
    }

    /// The next transfer that has ended; nil when all were taken.
    package func nextCompleted() -> Transfer? {
        state.value.completed.next()
    }

    /// How many transfers are in progress, those that wait for their turn not counted.
    package var activeCount: Int { state.value.active.count + kept.busyCount }

    // MARK: Inside

    /// Notes a wish of libcurl's about a descriptor.
    fileprivate func note(_ what: Int32, of descriptor: Int32, for easy: UInt) {
        var interest: Interest = []
        if what & BRAID_CURL_POLL_IN != 0 { interest.insert(.read) }
        if what & BRAID_CURL_POLL_OUT != 0 { interest.insert(.write) }
        if what == BRAID_CURL_POLL_REMOVE { interest = [] }
        if !interest.isEmpty, let transfer = state.value.active[easy] {
            transfer.lastInterest = interest
            transfer.socket = descriptor
            lookups.noteSockets(of: transfer)
        }
        sockets.append(.watch(descriptor, for: interest))
    }

    /// Notes a wish of libcurl's about the timer.
    fileprivate func note(timerAfter milliseconds: Int) {
        state.value.timerChange = milliseconds < 0 ? .disarm : .arm(after: .milliseconds(milliseconds))
    }

    private func act(_ descriptor: Int32, _ events: Int32) {
        // Safety: the handle is alive, and every active transfer is held in `active`.
        let code = unsafe braid_curl_multi_socket_action(multi, descriptor, events)
        collect()
        if code != BRAID_CURLM_OK {
            // libcurl has lost its way, which it reports for the whole handle: nobody may wait for ever.
            for (_, transfer) in state.value.active { complete(transfer, with: MultiHandle.error(code)) }
        }
        startAdmitted()
    }

    private var transfers: [Transfer] { Array(state.value.active.values) + kept.transfers }

    private func keptReady(_ descriptor: Int32) {
        switch kept.ready(descriptor) {
        case .nothing: return
        case .ended(let transfer):
            release(transfer)
            state.value.completed.append(transfer)
        case .forLibrary(let transfer):
            do throws(HTTPError) {
                try startWithLibrary(transfer)
            } catch {
                complete(transfer, with: error)
            }
        }
        startAdmitted()
    }

    private func startAdmitted() {
        while let transfer = nextAdmitted() {
            do throws(HTTPError) {
                try start(transfer)
            } catch {
                complete(transfer, with: error)
            }
        }
    }

    /// The next that may start. Those whose hosts may be looked up by now, or have been, wait among all the others.
    private func nextAdmitted() -> Transfer? {
        while let transfer = lookups.next() { state.value.admission.append(transfer) }
        return state.value.admission.next()
    }

    private func start(_ transfer: Transfer) throws(HTTPError) {
        transfer.isAdmitted = true
        if let closing = state.value.closing { throw closing }
        if !kept.start(transfer) { try startWithLibrary(transfer) }
    }

    private func startWithLibrary(_ transfer: Transfer) throws(HTTPError) {
        transfer.lookups = lookups
        transfer.kept = kept
        kept.makeRoom(for: transfer)
        let easy = try state.value.handles.take()
        transfer.easy = easy
        state.value.active[easy.identity] = transfer
        try transfer.configure(easy)
        // Safety: both handles are alive; the transfer is held in `active` until it is released.
        let code = unsafe braid_curl_multi_add(multi, easy.raw)
        guard code == BRAID_CURLM_OK else { throw MultiHandle.error(code) }
    }

    private func complete(_ transfer: Transfer, with error: HTTPError) {
        transfer.finish(error)
        release(transfer)
        state.value.completed.append(transfer)
    }

    private func collect() {
        var code: Int32 = 0
        // Safety: the handle is alive; a handle that it returns is one of the active ones.
        while let raw = unsafe braid_curl_multi_next_done(multi, &code) {
            guard let transfer = state.value.active[UInt(bitPattern: raw)], let easy = transfer.easy else {
                continue
            }
            if lookups.queueIfRefused(transfer) {
                release(transfer)
                continue
            }
            lookups.noteSockets(of: transfer)
            transfer.finish(code: code, easy: easy)
            if let error = transfer.error {
                for other in lookups.fail(transfer) { complete(other, with: error) }
            }
            release(transfer)
            state.value.completed.append(transfer)
        }
    }

    /// Takes back what a transfer was given, so that libcurl no longer knows of it and another may start.
    private func release(_ transfer: Transfer) {
        if transfer.isAdmitted {
            transfer.isAdmitted = false
            state.value.admission.finished(transfer)
        }
        kept.end(transfer)
        lookups.end(transfer)
        transfer.lookups = nil
        transfer.kept = nil
        guard let easy = transfer.easy else { return }
        transfer.easy = nil
        // Safety: both handles are alive. Removing one that was never added is harmless; afterwards
        // libcurl calls no more for it, so the transfer may go.
        unsafe check(braid_curl_multi_remove(multi, easy.raw))
        state.value.active[easy.identity] = nil
        kept.takeOver(from: transfer)
        easy.mayKeepConnection = true
        state.value.handles.give(back: easy, isIntact: transfer.error == nil && transfer.result != nil)
    }

    private func set(_ option: Int32, _ value: Int) {
        // Safety: the handle is alive, and the value is copied.
        unsafe check(braid_curl_multi_set_long(multi, option, value))
    }

    private func check(_ code: Int32) {
        assert(code == BRAID_CURLM_OK, MultiHandle.error(code).message)
    }

    private static func error(_ code: Int32) -> HTTPError {
        guard code != BRAID_CURLM_OUT_OF_MEMORY else { return HTTPError(.resources, "out of memory") }
        // Safety: a constant string of the library.
        let words = unsafe String(cString: braid_curl_multi_strerror(code))
        return HTTPError(.library, "libcurl failed: \(words)")
    }
}

// MARK: Callbacks

private func wishForSocket(
    _ easy: OpaquePointer?, _ descriptor: Int32, _ what: Int32, _ owner: UnsafeMutableRawPointer?,
    _ perSocket: UnsafeMutableRawPointer?
) -> Int32 {
    // Safety: libcurl calls this only inside a call of the MultiHandle that set itself as the owner.
    guard let owner = unsafe owner else { return 0 }
    let handle = unsafe Unmanaged<MultiHandle>.fromOpaque(owner).takeUnretainedValue()
    handle.note(what, of: descriptor, for: UInt(bitPattern: easy))
    return 0
}

private func wishForTimer(
    _ multi: OpaquePointer, _ milliseconds: Int, _ owner: UnsafeMutableRawPointer?
) -> Int32 {
    // Safety: as in wishForSocket.
    guard let owner = unsafe owner else { return 0 }
    let handle = unsafe Unmanaged<MultiHandle>.fromOpaque(owner).takeUnretainedValue()
    handle.note(timerAfter: milliseconds)
    return 0
}
