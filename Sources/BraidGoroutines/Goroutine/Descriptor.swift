// Goroutine › Descriptor: waiting for sockets, pipes and whatever else the kernel can report on.
//
// A read or a write itself is the caller's, with the system's own calls: on a descriptor that does not block, they say by
// EAGAIN when there is something to wait for. What the event means they know better than a wrapper would.

internal import BraidCore
internal import Glibc

extension Goroutine {
    /// What a descriptor is waited for.
    public enum Readiness: Sendable {
        /// A read would not block: there is data, the other end has closed, an `accept` would succeed, or an error is pending.
        case reading
        /// A write would not block: there is room, a `connect` has ended, or an error is pending.
        case writing

        fileprivate var direction: PollDirection { self == .reading ? .read : .write }
    }

    /// Why a descriptor cannot be waited for.
    public enum DescriptorError: Error, Equatable, Sendable, CustomStringConvertible {
        /// It is about to be closed: somebody has called `Goroutine.willClose`. Go's `net.ErrClosed`.
        case closed
        /// The kernel does not report on it, and says so by `errno`: `EBADF` if there is no such descriptor, `EPERM` for an
        /// ordinary file or folder, which never blocks for as long as a wait would be worth.
        case refused(errno: Int32)

        /// One line for a reader.
        public var description: String {
            switch self {
            case .closed: "the descriptor was closed during the wait"
            case .refused(let errno): PollError(errno: errno).description
            }
        }
    }

    /// Waits until a read from, or a write to, `descriptor` would not block. Go's netpoller, below `net.Conn`; Python's
    /// `gevent.socket.wait_read`.
    ///
    /// ```swift
    /// var count = read(socket, &buffer, buffer.count)
    /// while count < 0 && errno == EAGAIN {
    ///     try Goroutine.wait(for: .reading, on: socket)
    ///     count = read(socket, &buffer, buffer.count)
    /// }
    /// ```
    ///
    /// Make the descriptor non-blocking (`O_NONBLOCK`), and try again if the call would block after all: several may wait for
    /// one descriptor, and all of them are woken. Parks a goroutine, blocks a plain thread. Never wait for a descriptor that
    /// may have been closed: its number may be another's; whoever closes it says so by `willClose`.
    ///
    /// - Throws: `DescriptorError`.
    @available(*, noasync, message: "it blocks the thread; in a coroutine, wait inside of 'toGoroutine'")
    public static func wait(for readiness: Readiness, on descriptor: Int32) throws {
        try wait(for: readiness, on: descriptor, .endless)
    }

    /// The same for `duration` at most. With zero or less it looks once. Go's `SetReadDeadline`.
    ///
    /// - Throws: `DescriptorError`; `ContextError.deadlineExceeded`.
    @available(*, noasync, message: "it blocks the thread; in a coroutine, wait inside of 'toGoroutine'")
    public static func wait(for readiness: Readiness, on descriptor: Int32, within duration: Duration) throws
    {
        if duration > .zero { return try wait(for: readiness, on: descriptor, .duration(duration)) }
        guard try isReady(descriptor, for: readiness) else { throw ContextError.deadlineExceeded }
    }

    /// The same until the context ends, at most.
    ///
    /// - Throws: `DescriptorError`; `ContextError` if the context has ended first, or before.
    @available(*, noasync, message: "it blocks the thread; in a coroutine, wait inside of 'toGoroutine'")
    public static func wait(for readiness: Readiness, on descriptor: Int32, in context: Context) throws {
        try context.check()
        try wait(for: readiness, on: descriptor, .context(context))
    }

    /// To be called before `descriptor` is closed: who waits for it gets `DescriptorError.closed`. The kernel would forget
    /// the descriptor and leave them waiting. From goroutines, coroutines and plain threads.
    public static func willClose(_ descriptor: Int32) {
        Scheduler.current.poller.descriptorClosed(descriptor)
    }

    private static func wait(for readiness: Readiness, on descriptor: Int32, _ patience: Patience) throws {
        let verdict: Verdict
        do {
            verdict = try Scheduler.current.poller.wait(for: descriptor, readiness.direction) {
                patience.park($0, $1, of: .unknown)
            }
        } catch {
            throw DescriptorError.refused(errno: error.errno)
        }
        if verdict == .done { return }
        // A context that has ended says `.closed`, too.
        if verdict == .closed, (try? patience.check()) != nil { throw DescriptorError.closed }
        throw patience.error
    }

    private static func isReady(_ descriptor: Int32, for readiness: Readiness) throws -> Bool {
        var look = pollfd(
            fd: descriptor, events: readiness == .reading ? Int16(POLLIN) : Int16(POLLOUT), revents: 0)
        // Safety: one structure of ours, for the length of the call.
        let count = unsafe poll(&look, 1, 0)
        if look.revents & Int16(POLLNVAL) != 0 { throw DescriptorError.refused(errno: EBADF) }
        return count > 0
    }
}
