import BraidTesting
import Glibc
import Synchronization

@testable import BraidCore

/// A watcher without a thread, whose clock is a number that the test moves, and the reports that it made.
final class SteppedWatcher: Sendable {
    static let threshold = Duration.milliseconds(100)

    let watcher: Watcher
    private let reported = Guarded(.door, [EventLoop.Blockage]())
    private let now = Atomic<UInt64>(0)

    init() {
        watcher = Watcher.withoutThread(WatchdogSettings(threshold: SteppedWatcher.threshold))
        watcher.change { settings in
            settings.handler = { [unowned self] report in reported.withLock { $0.append(report) } }
        }
    }

    var reports: [EventLoop.Blockage] { reported.withLock { $0 } }

    /// Moves the time and looks.
    @discardableResult
    func look(after milliseconds: UInt64) -> Bool {
        let time = now.wrappingAdd(milliseconds * 1_000_000, ordering: .relaxed).newValue
        return watcher.look(at: Instant(nanoseconds: time))
    }

    /// Waits until a loop's thread is in that call, and then looks, each time a threshold later, until there is one
    /// more report.
    func lookUntilReported(in call: Call) -> EventLoop.Blockage {
        while !pulses.contains(where: { call.isMade(by: $0) }) { sched_yield() }
        let known = reports.count
        while reports.count == known { look(after: 100) }
        return reports[known]
    }

    var pulses: [LoopPulse] { watcher.pulses }

    /// Runs a loop on a thread of its own, with `body` as its first callback.
    func runLoop(_ body: sending @escaping () -> Void) -> PlainThread {
        PlainThread(name: "watched-loop") { [watcher] in
            let loop = EventLoop(host: nil, watcher: watcher)
            loop.drive(start: body, until: { loop.isIdle })
        }
    }
}

/// What a thread does, by the kernel's number of the call.
enum Call {
    case read
    case clockNanosleep
    case none

    private var number: Int? {
        #if arch(x86_64)
            switch self {
            case .read: 0
            case .clockNanosleep: 230
            case .none: nil
            }
        #else
            switch self {
            case .read: 63
            case .clockNanosleep: 115
            case .none: nil
            }
        #endif
    }

    func isMade(by pulse: LoopPulse) -> Bool {
        switch pulse.withPlace({ ThreadActivity(ofThread: $0.thread) }) {
        case .waiting(let call, _, _)??: call == number
        case .computing??: number == nil
        case .some(nil), nil: false
        }
    }
}

/// Something to block in, until the test lets go: a pipe that is read.
final class Obstacle: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var ends: [Int32] = [0, 0]
        // Safety: the array has room for both descriptors.
        guard unsafe pipe(&ends) == 0 else { fatalError("no pipe") }
        self.ends = (ends[0], ends[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// Blocks the calling thread in `read`. The number of bytes read: 1.
    @inline(never)
    func block() -> Int {
        var byte: UInt8 = 0
        // Safety: one byte is asked for, and there is room for it.
        return unsafe read(ends.read, &byte, 1)
    }

    /// Lets one `block` go on.
    func clear() {
        // Safety: one byte is written.
        _ = unsafe write(ends.write, "x", 1)
    }
}
