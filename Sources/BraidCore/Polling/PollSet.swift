// Polling › PollSet: the kernel's side of waiting for descriptors. Epoll here; a kqueue twin would stand beside it.
//
// Closed with its owner. All calls may come from any thread, `wait` from one at a time.

internal import CBraidShims
internal import Glibc

/// Why a descriptor cannot be waited for: not open (EBADF), or of a kind that is always ready (EPERM: a regular file).
package struct PollError: Error, Equatable, CustomStringConvertible {
    package let errno: Int32

    package init(errno: Int32) { self.errno = errno }

    package var description: String {
        // Safety: strerror's answer is copied at once.
        unsafe "cannot wait for the descriptor: \(String(cString: strerror(errno)))"
    }
}

/// What a descriptor is ready for. An error or a hang-up counts as both: the next read or write reports it.
package struct PollReadiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package init(readable: Bool, writable: Bool) {
        self = []
        if readable { insert(.readable) }
        if writable { insert(.writable) }
    }

    package static let readable = PollReadiness(rawValue: BRAID_READABLE)
    package static let writable = PollReadiness(rawValue: BRAID_WRITABLE)
}

/// A set of descriptors that the kernel watches. Also usable on its own, by whoever has many descriptors and one
/// waiter: the set's own descriptor is readable while any of them is ready.
package final class PollSet: Sendable {
    package let descriptor: Int32

    package init() {
        descriptor = braid_poll_create()
        guard descriptor >= 0 else { fatalError("no epoll instance: \(PollError(errno: -descriptor))") }
    }

    deinit {
        close(descriptor)
    }

    /// Reports `descriptor` until it is removed, for as long as it is ready.
    ///
    /// - Parameter isNew: whether the caller believes that it is not in the set, which saves a call if it is so.
    @discardableResult
    package func add(_ descriptor: Int32, for interest: PollReadiness, isNew: Bool = false) -> Int32 {
        if isNew {
            let added = braid_poll_add(self.descriptor, descriptor, interest.rawValue, 0)
            guard added == -EEXIST else { return added }
        }
        return control(descriptor, interest: interest, oneShot: 0)
    }

    package func remove(_ descriptor: Int32) {
        _ = braid_poll_remove(self.descriptor, descriptor)
    }

    /// Reports `descriptor` once. 0, or -errno.
    func arm(_ descriptor: Int32, for interest: PollReadiness) -> Int32 {
        control(descriptor, interest: interest, oneShot: 1)
    }

    private func control(_ descriptor: Int32, interest: PollReadiness, oneShot: Int32) -> Int32 {
        let changed = braid_poll_change(self.descriptor, descriptor, interest.rawValue, oneShot)
        return changed == -ENOENT
            ? braid_poll_add(self.descriptor, descriptor, interest.rawValue, oneShot) : changed
    }

    /// Waits at most `timeout` nanoseconds (`.max`: no limit) and reports what is ready, if anything.
    package func wait(timeout: UInt64, _ report: (_ descriptor: Int32, _ readiness: PollReadiness) -> Void) {
        // Safety: the buffer lives for this call, and the kernel's count says how much of it is filled.
        unsafe withUnsafeTemporaryAllocation(of: braid_poll_event.self, capacity: 256) { buffer in
            let count = unsafe braid_poll_wait(descriptor, buffer.baseAddress, Int32(buffer.count), timeout)
            // A signal ends the wait early. Whatever else is wrong will be so the next time, too.
            if count < 0, count != -EINTR {
                fatalError(
                    "Braid's descriptor \(descriptor) was closed by somebody else: \(PollError(errno: -count))"
                )
            }
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let event = unsafe buffer[index]
                report(event.descriptor, PollReadiness(rawValue: event.readiness))
            }
        }
    }
}

/// Ends a wait from another thread.
final class PollSignal: Sendable {
    let descriptor: Int32

    init() {
        descriptor = braid_signal_create()
        guard descriptor >= 0 else { fatalError("no eventfd: \(PollError(errno: -descriptor))") }
    }

    deinit {
        close(descriptor)
    }

    func raise() { braid_signal_raise(descriptor) }
    func drain() { braid_signal_drain(descriptor) }
}
