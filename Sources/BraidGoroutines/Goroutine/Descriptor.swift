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
        /// It was closed meanwhile, by `Goroutine.close`. Go's `net.ErrClosed`.
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
    /// may have been closed: its number may be another's. Close it by `Goroutine.close` if others may wait for it.
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

    /// Closes a descriptor that others may wait for: they get `DescriptorError.closed`, and who comes later `EBADF`. The
    /// system's own `close` would leave them waiting. Go's `Close` of a `net.Conn`.
    ///
    /// From goroutines, coroutines and plain threads. Who waits in a seeded run or in `assertNoLeakedGoroutines` has a
    /// scheduler of its own, and is reached from there.
    ///
    /// - Throws: `DescriptorError.refused` if there is no such descriptor, or what was written to it could not be kept.
    public static func close(_ descriptor: Int32) throws(DescriptorError) {
        let result = Scheduler.current.poller.close(descriptor)
        if result < 0 { throw .refused(errno: -result) }
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
        ForkedProcess.refuse()
        let wanted = readiness == .reading ? POLLIN : POLLOUT
        var (look, status) = (pollfd(fd: descriptor, events: Int16(wanted), revents: 0), stat())
        // Safety: structures of ours, for the length of the calls.
        guard unsafe fstat(descriptor, &status) == 0 else { throw DescriptorError.refused(errno: errno) }
        // What a wait that lasts is refused for.
        if [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
            throw DescriptorError.refused(errno: EPERM)
        }
        return unsafe poll(&look, 1, 0) > 0
    }
}
