// Time › Ticker: the time, again and again.
//
// The alarms form a chain: each sets the next when it rings. Ticks are due at whole multiples of the period from the
// start, however late one is delivered; a receiver that is slow misses ticks instead of finding a queue of them.

internal import BraidCore

/// Sends the time on its channel once in every period. Go's `time.Ticker`.
///
/// ```swift
/// let ticker = Ticker(.seconds(1))
/// while case .first = select(.receive(from: ticker), .receive(from: context.done)) { report() }
/// ```
///
/// It ticks as long as it is held and not stopped. May be used from goroutines and plain threads.
public final class Ticker: Sendable, ReceiveEnd {
    @usableFromInline let times: Channel<Goroutine.Instant>
    private let ticking: Ticking

    /// Starts ticking; the first tick comes after one period. A period of zero or less stops the program.
    public init(_ period: Duration, fileID: StaticString = #fileID, line: UInt = #line) {
        let site = CreationSite(fileID: fileID, line: line)
        ticking = Ticking(site)
        times = Channel(capacity: 1, madeAt: site, owner: ticking)
        ticking.start(period, times)
    }

    deinit {
        ticking.stop(times)
    }

    /// What the ticks are received from. Its `count` and `capacity` are zero. Go's `ticker.C`.
    public var receiving: ReceiveChannel<Goroutine.Instant> { times.receiving }

    /// The channel, for the library itself.
    @inlinable public var held: HeldChannel<Ticker> { HeldChannel(of: times) }

    /// No more ticks come; one that was not received yet is taken back. The channel is not closed.
    public func stop() {
        ticking.stop(times)
    }

    /// Starts again with another period; the next tick comes after one of these. A period of zero or less stops the
    /// program.
    public func reset(_ period: Duration) {
        ticking.start(period, times)
    }
}

/// When the next tick is due. Held by the channel, and not by the alarms, so that the ticker can go.
private final class Ticking: ChannelOwner {
    private struct State: ~Copyable {
        var alarm: Alarm?
        var setting = 0
    }

    private let state = Guarded(.timekeeper, State())
    private let site: CreationSite

    init(_ site: CreationSite) {
        self.site = site
    }

    var hidesBuffer: Bool { true }

    func start(_ period: Duration, _ times: Channel<Goroutine.Instant>) {
        demand(period > .zero, "a ticker's period must be more than zero: \(period)")
        let old = state.withLock { state in
            state.setting += 1
            _ = times.tryReceive()
            let old = state.alarm.take()
            state.alarm = alarm(at: .now.advanced(by: period), period, state.setting, times)
            return old
        }
        old?.cancel()
    }

    func stop(_ times: Channel<Goroutine.Instant>) {
        let old = state.withLock { state in
            state.setting += 1
            _ = times.tryReceive()
            return state.alarm.take()
        }
        old?.cancel()
    }

    private func alarm(
        at instant: Goroutine.Instant, _ period: Duration, _ setting: Int,
        _ times: Channel<Goroutine.Instant>
    ) -> Alarm {
        // The channel, as long as it is there, holds this object.
        Alarm(at: instant.core, site: site) { [weak times, unowned self] in
            if let times { tick(instant, period, setting, times) }
        }
    }

    private func tick(
        _ due: Goroutine.Instant, _ period: Duration, _ setting: Int, _ times: Channel<Goroutine.Instant>
    ) {
        state.withLock { state in
            guard state.setting == setting else { return }
            let now = Goroutine.Instant.now
            _ = try? times.trySend(now)
            let missed = (due.duration(to: now) / period).rounded(.down)
            let next = due.advanced(by: period * (Int(missed) + 1))
            state.alarm = alarm(at: next, period, setting, times)
        }
    }
}
