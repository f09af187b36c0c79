// Scheduling › Pulse: what the monitor can see of a worker without disturbing it.
//
// The worker counts each time it enters a fiber and each time it comes back: an odd count that stands still is a worker
// that is still with the same goroutine. The worker writes, the monitor reads; no lock, no locked instruction.

internal import CBraidShims
internal import Synchronization

final class Pulse: Sendable {
    private let count = Atomic<UInt64>(0)
    private let cpuClock = braid_thread_cpu_clock()
    let thread = braid_thread_number()
    /// The worker's, to be compared: it may be gone.
    let gate: Gate<HardwareMemory>
    /// Set when another worker is to be in this one's place, or this one rests; cleared when it is wanted again.
    let isDisplaced = Atomic<Bool>(false)
    /// The number of the seat that the worker was given last.
    let seat = Atomic<Int>(-1)

    init(of gate: Gate<HardwareMemory>) { self.gate = gate }

    /// By the worker: from the base to a fiber.
    @inline(__always)
    func enter() { step(by: 1) }

    /// From one fiber to another.
    @inline(__always)
    func change() { step(by: 2) }

    /// Back to the base.
    @inline(__always)
    func leave() { step(by: 1) }

    @inline(__always)
    private func step(by length: UInt64) {
        count.store(count.load(ordering: .relaxed) &+ length, ordering: .relaxed)
    }

    /// A different number for each stay on a fiber; nil on the base.
    var stay: UInt64? {
        let count = count.load(ordering: .relaxed)
        return count & 1 == 1 ? count : nil
    }

    /// The processor time that the worker's thread has used, in nanoseconds. It stands still while the thread waits in
    /// the kernel.
    var cpuTime: UInt64 { braid_thread_cpu_time(cpuClock) }

    /// Whether the thread waits in the kernel. One that was taken off its processor does not. Nil where the kernel does not
    /// say: it takes a free descriptor to ask, and a /proc.
    var isBlocked: Bool? {
        let answer = braid_thread_is_blocked(thread)
        return answer < 0 ? nil : answer != 0
    }
}

extension Pulse: Suspect {
    var wasReplaced: Bool { isDisplaced.load(ordering: .relaxed) }
}
