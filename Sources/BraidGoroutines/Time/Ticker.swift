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
    private let ticking: Ticking

    /// Starts ticking; the first tick comes after one period. A period of zero or less stops the program.
    public init(_ period: Duration, fileID: StaticString = #fileID, line: UInt = #line) {
        ticking = Ticking(CreationSite(fileID: fileID, line: line))
        ticking.start(period)
    }

    deinit {
        ticking.stop()
    }

    /// What the ticks are received from. Go's `ticker.C`.
    public var receiving: ReceiveChannel<Goroutine.Instant> { ticking.times.receiving }

    /// No more ticks come; one that was not received yet is taken back. The channel is not closed.
    public func stop() {
        ticking.stop()
    }

    /// Starts again with another period; the next tick comes after one of these. A period of zero or less stops the
    /// program.
    public func reset(_ period: Duration) {
        ticking.start(period)
    }
}

/// What the alarms hold, so that the ticker itself can go.
private final class Ticking: Sendable {
    private struct State: ~Copyable {
        var alarm: Alarm?
        var setting = 0
    }

    private let state = Guarded(.timekeeper, State())
    let times: Channel<Goroutine.Instant>
    private let site: CreationSite

    init(_ site: CreationSite) {
        self.site = site
        times = Channel(capacity: 1, madeAt: site)
    }

    func start(_ period: Duration) {
        demand(period > .zero, "a ticker's period must be more than zero: \(period)")
        let old = state.withLock { state in
            state.setting += 1
            _ = times.tryReceive()
            let old = state.alarm.take()
            state.alarm = alarm(at: .now.advanced(by: period), period, state.setting)
            return old
        }
        old?.cancel()
    }

    func stop() {
        let old = state.withLock { state in
            state.setting += 1
            _ = times.tryReceive()
            return state.alarm.take()
        }
        old?.cancel()
    }

    private func alarm(at instant: Goroutine.Instant, _ period: Duration, _ setting: Int) -> Alarm {
        Alarm(at: instant.core, site: site) { self.tick(instant, period, setting) }
    }

    private func tick(_ due: Goroutine.Instant, _ period: Duration, _ setting: Int) {
        state.withLock { state in
            guard state.setting == setting else { return }
            let now = Goroutine.Instant.now
            _ = try? times.trySend(now)
            let missed = (due.duration(to: now) / period).rounded(.down)
            state.alarm = alarm(at: due.advanced(by: period * (Int(missed) + 1)), period, setting)
        }
    }
}
