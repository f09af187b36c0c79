// Watchdog › Watcher: looks at the loops' pulses, and reports the ones that stand still.
//
// One thread for all loops of the process, started with the first of them. It looks four times per threshold while any
// loop works, and sleeps while none does; the loop that begins a turn wakes it. That hand-shake must not cost the loops
// a fence a turn, so the sleeper pays for both: it says that it will sleep, has the kernel order the memory of all
// threads, and looks again. A loop's store of its pulse then either is seen by that look, or comes before the loop's
// load of "asleep", which sees it.
//
// Tests make a watcher without a thread, and call `look` with the times that they choose.

internal import CBraidShims
internal import Synchronization

final class Watcher: Sendable {
    private struct Watch {
        let pulse: LoopPulse
        var detector = BlockageDetector()
    }

    private struct State: ~Copyable {
        var watches: [Watch] = []
        var settings: WatchdogSettings
        var hasThread: Bool
    }

    private let state: Guarded<State>
    private let isAsleep = Atomic<UInt32>(0)
    private let reports = BlockageReports()

    /// The one whose thread watches all loops.
    static let shared = Watcher(.fromEnvironment, hasThread: false)

    /// A watcher that looks when its maker says so.
    static func withoutThread(_ settings: WatchdogSettings) -> Watcher {
        Watcher(settings, hasThread: true)
    }

    private init(_ settings: WatchdogSettings, hasThread: Bool) {
        state = Guarded(.watchdog, State(settings: settings, hasThread: hasThread))
    }

    /// Read by loops when they start, and with every look.
    var settings: WatchdogSettings {
        get { state.withLock { $0.settings } }
        set { state.withLock { $0.settings = newValue } }
    }

    func change(_ body: (inout WatchdogSettings) -> Void) {
        state.withLock { body(&$0.settings) }
    }

    func add(_ pulse: LoopPulse) {
        let startsThread = state.withLock { state in
            state.watches.append(Watch(pulse: pulse))
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if startsThread { _ = PlainThread(name: "braid-watchdog") { [unowned self] in watch() } }
    }

    func remove(_ pulse: LoopPulse) {
        state.withLock { $0.watches.removeAll { $0.pulse === pulse } }
    }

    /// Those that are watched now.
    var pulses: [LoopPulse] { state.withLock { $0.watches.map(\.pulse) } }

    /// Called by a loop that begins a turn.
    @inline(__always)
    func wakeIfAsleep() {
        if isAsleep.load(ordering: .relaxed) != 0 { wake() }
    }

    private func wake() {
        guard isAsleep.exchange(0, ordering: .relaxed) != 0 else { return }
        // Safety: the word lives as long as the watcher, and a wake-up reads nothing.
        unsafe withUnsafePointer(to: isAsleep) { unsafe braid_futex_wake($0, 1) }
    }

    /// Looks at every pulse once, reports what stands still, and says whether any loop works.
    @discardableResult
    func look(at now: Instant) -> Bool {
        let (settings, isBusy, blocked) = state.withLock { state in
            var isBusy = false
            var blocked: [(pulse: LoopPulse, beat: UInt64, nanoseconds: UInt64)] = []
            for index in state.watches.indices {
                let pulse = state.watches[index].pulse
                let beat = pulse.current
                switch state.watches[index].detector.observe(
                    beat: beat, at: now, thresholdNanoseconds: state.settings.thresholdNanoseconds)
                {
                case .idle: break
                case .working: isBusy = true
                case .blocked(let nanoseconds):
                    isBusy = true
                    blocked.append((pulse, beat, nanoseconds))
                }
            }
            return (state.settings, isBusy, blocked)
        }
        guard settings.isOn else { return isBusy }
        for (pulse, beat, nanoseconds) in blocked {
            report(pulse, beat, nanoseconds, to: settings.handler)
        }
        return isBusy
    }

    private func report(
        _ pulse: LoopPulse, _ beat: UInt64, _ nanoseconds: UInt64,
        to handler: (@Sendable (EventLoop.Blockage) -> Void)?
    ) {
        let sample = StackSample(of: pulse, during: beat)
        let isLast = state.withLock { state in
            guard let index = state.watches.firstIndex(where: { $0.pulse === pulse }) else { return false }
            if sample == nil, state.watches[index].detector.failed(beat: beat) { return false }
            state.watches[index].detector.reported(beat: beat)
            return true
        }
        guard sample != nil || isLast && pulse.current == beat else { return }
        let blockage = reports.report(sample, nanoseconds: nanoseconds)
        if let handler { handler(blockage) } else { StandardError.write(blockage.description + "\n") }
    }
}

// The thread.
extension Watcher {
    private func watch() {
        let interval = { [self] in max(1_000_000, settings.thresholdNanoseconds / 4) }
        while true {
            if look(at: Watcher.now) {
                pause(nanoseconds: interval())
            } else {
                sleepWhileIdle(interval())
            }
        }
    }

    private static var now: Instant { Instant(nanoseconds: braid_monotonic_now()) }

    private func pause(nanoseconds: UInt64) {
        // Nobody wakes a watcher that does not say that it sleeps: this waits until its deadline.
        let deadline = Watcher.now.nanoseconds + nanoseconds
        // Safety: the word lives as long as the watcher.
        unsafe withUnsafePointer(to: isAsleep) {
            _ = unsafe braid_futex_wait_as($0, 0, deadline, BRAID_WAIT_SERVICE)
        }
    }

    private func sleepWhileIdle(_ interval: UInt64) {
        isAsleep.store(1, ordering: .sequentiallyConsistent)
        guard braid_memory_barrier_everywhere() == 0 else {
            // A kernel without the barrier: then the watcher goes on looking.
            isAsleep.store(0, ordering: .relaxed)
            return pause(nanoseconds: interval)
        }
        if !look(at: Watcher.now) {
            while isAsleep.load(ordering: .relaxed) == 1 {
                // Safety: the word lives as long as the watcher.
                unsafe withUnsafePointer(to: isAsleep) {
                    _ = unsafe braid_futex_wait_as($0, 1, .max, BRAID_WAIT_SERVICE)
                }
            }
        }
        isAsleep.store(0, ordering: .relaxed)
    }
}
