// Time › Timer: something that happens once, later, unless it is stopped.
//
// An alarm that has rung may be overtaken by `stop` or `reset` before its goroutine has run. Every setting has a number;
// an alarm whose number is not the timer's any more does nothing. A value that was sent and not received is taken back
// under the same lock, so nobody ever receives a stale one. What was sent is no buffer to look into. And a timer that nobody
// can receive from any more is let go of, however long it had to go. Those are Go 1.23's guarantees.
//
// For the last of them the alarm does not hold what it sends on: the channel holds what sets the alarm.

internal import BraidCore

extension Goroutine {
    /// Sends the time on its channel once, when a duration has passed. Go's `time.Timer`, as of Go 1.23.
    ///
    /// ```swift
    /// let timer = Goroutine.Timer(.seconds(5))
    /// switch select(.receive(from: results), .receive(from: timer)) { … }
    /// ```
    ///
    /// May be used from goroutines and plain threads. It goes with the last who holds it or its channel; with `afterFunc`, its
    /// function is run also if nobody does.
    public final class Timer: Sendable, ReceiveEnd {
        @usableFromInline let times: Channel<Instant>
        private let timing: Timing

        /// Sets a timer. Go's `time.NewTimer`.
        public convenience init(
            _ duration: Duration, fileID: StaticString = #fileID, line: UInt = #line
        ) {
            self.init(duration, site: CreationSite(fileID: fileID, line: line), nil)
        }

        init(_ duration: Duration, site: CreationSite, _ body: (@Sendable () throws -> Void)?) {
            timing = Timing(site, body)
            times =
                body == nil
                ? Channel(capacity: 1, madeAt: site, owner: timing) : Channel(capacity: 0, madeAt: site)
            reset(duration)
        }

        /// What the time is received from; a timer of `afterFunc` never sends. Its `count` and `capacity` are zero. Go's
        /// `timer.C`.
        public var receiving: ReceiveChannel<Instant> { times.receiving }

        /// The channel, for the library itself.
        @inlinable public var held: HeldChannel<Timer> { HeldChannel(of: times) }

        /// The timer will not fire.
        ///
        /// - Returns: whether that is due to this call: false if it has been stopped already, its time has been received,
        ///   or its function has been started. After an expiry that nobody has received it is true. Go's `Timer.Stop`.
        @discardableResult
        public func stop() -> Bool {
            timing.set(nil, times)
        }

        /// The timer fires when `duration` has passed from now, and not when it was to before.
        ///
        /// - Returns: what `stop` would have returned. Go's `Timer.Reset`.
        @discardableResult
        public func reset(_ duration: Duration) -> Bool {
            timing.set(duration, times)
        }
    }
}

/// When a timer fires next.
private final class Timing: ChannelOwner {
    private struct State: ~Copyable {
        var alarm: Alarm?
        var setting = 0
    }

    private let state = Guarded(.timekeeper, State())
    private let site: CreationSite
    /// Run instead of sending the time.
    private let body: (@Sendable () throws -> Void)?

    init(_ site: CreationSite, _ body: (@Sendable () throws -> Void)?) {
        self.site = site
        self.body = body
    }

    deinit {
        state.withLock { $0.alarm.take() }?.cancel()
    }

    var hidesBuffer: Bool { true }

    /// Says whether the timer was to fire, or what it had sent is still there. It is not any more.
    func set(_ duration: Duration?, _ times: Channel<Goroutine.Instant>) -> Bool {
        let (wasPending, old): (Bool, Alarm?) = state.withLock { state in
            state.setting += 1
            let old = state.alarm.take()
            if let duration { state.alarm = alarm(after: duration, setting: state.setting, times) }
            return (times.tryReceive() != nil || old != nil, old)
        }
        // What the alarm's body holds is released without the lock.
        old?.cancel()
        return wasPending
    }

    private func alarm(
        after duration: Duration, setting: Int, _ times: Channel<Goroutine.Instant>
    ) -> Alarm {
        let deadline = Goroutine.Instant.now.advanced(by: max(duration, .zero)).core
        if let body {
            return Alarm(at: deadline, site: site) { if self.isDue(setting, send: nil) { try body() } }
        }
        // The channel, as long as it is there, holds this object.
        return Alarm(at: deadline, site: site) { [weak times, unowned self] in
            if let times { _ = isDue(setting, send: times) }
        }
    }

    /// Whether an alarm is still the timer's; if so, the time has been sent.
    private func isDue(_ setting: Int, send times: Channel<Goroutine.Instant>?) -> Bool {
        state.withLock { state in
            guard state.setting == setting else { return false }
            state.alarm = nil
            _ = try? times?.trySend(.now)
            return true
        }
    }
}

/// A channel that gives the time once, when `duration` has passed. Go's `time.After`.
///
/// In a select, `.after(duration)` does the same for less.
public func after(
    _ duration: Duration, fileID: StaticString = #fileID, line: UInt = #line
) -> ReceiveChannel<Goroutine.Instant> {
    Goroutine.Timer(duration, fileID: fileID, line: line).receiving
}

/// Runs `body` in a goroutine of its own when `duration` has passed, unless the timer is stopped before. Go's
/// `time.AfterFunc`.
///
/// An error that leaves `body` is treated as one that leaves a goroutine. After `reset` it runs again.
@discardableResult
public func afterFunc(
    _ duration: Duration, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping @Sendable () throws -> Void
) -> Goroutine.Timer {
    Goroutine.Timer(duration, site: CreationSite(fileID: fileID, line: line), body)
}
