// Watchdog › LoopPulse: what a loop shows of itself to the thread that watches it.
//
// The loop's side must cost next to nothing: a store when a turn begins and ends and with every callback, to a word
// that nobody else writes. The watcher's side does the rest: it remembers when it first saw a value.
//
// The word is odd while a turn runs, even while the loop waits in its poller; it never has the same value twice.

internal import CBraidShims
internal import Synchronization

final class LoopPulse: Sendable {
    /// Where the loop runs.
    struct Place {
        let thread: Int32
        /// The end of what is of interest on its stack: the frame that runs the loop.
        let stackEnd: UInt64
    }

    private let beat = Atomic<UInt64>(0)
    /// Nil unless a thread runs the loop. Whoever holds the lock keeps it from leaving.
    private let place = Guarded<Place?>(.watchdog, nil)
    private let watcher: Watcher

    init(watcher: Watcher) {
        self.watcher = watcher
    }

    /// Runs a loop, with its pulse watched if it has one.
    static func beWatched(_ pulse: LoopPulse?, _ body: () -> Void) {
        guard let pulse else { return body() }
        let wasRefused = braid_sample_admit()
        pulse.begin(stackEnd: braid_thread_stack_position())
        body()
        pulse.end()
        braid_sample_refuse(wasRefused)
    }

    private func begin(stackEnd: UInt64) {
        place.withLock { $0 = Place(thread: braid_thread_id(), stackEnd: stackEnd) }
        watcher.add(self)
    }

    @inline(__always)
    func turnBegins() {
        step(by: 1)
        watcher.wakeIfAsleep()
    }

    @inline(__always)
    func callbackBegins() { step(by: 2) }

    @inline(__always)
    func turnEnds() { step(by: 1) }

    /// The loop's thread is the only one to write: no need for an atomic addition.
    @inline(__always)
    private func step(by count: UInt64) {
        beat.store(beat.load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }

    /// The loop is over. Waits for a look at the thread's stack that is under way.
    private func end() {
        place.withLock { $0 = nil }
        watcher.remove(self)
    }

    /// From any thread.
    var current: UInt64 { beat.load(ordering: .relaxed) }

    static func isInTurn(_ beat: UInt64) -> Bool { beat & 1 == 1 }

    /// Runs `body` while the loop's thread cannot leave the loop. Nil if it has.
    func withPlace<Result>(_ body: (Place) -> Result) -> Result? {
        place.withLock { place in place.map(body) }
    }
}
