// Reporting › FiberCalls: the calls that a goroutine is in.
//
// One that has left its stack is read at rest: where it was left is in its context. One that is on a thread which waits
// in the kernel is read like an event loop that is blocked (see StackSample), without disturbing it. One that computes has
// been interrupted for a moment before (see ComputingGoroutine).
//
// It may go on while its stack is copied. A copy counts only if the goroutine was found in the same place afterwards.

internal import Glibc

struct FiberCalls {
    /// Innermost first. Empty if they could not be read.
    let addresses: [UInt64]

    private static let attempts = 3

    init(in tenement: Tenement, among threads: [ThreadCall], _ computing: [ComputingGoroutine]) {
        let fiber = tenement.fiber
        for _ in 0..<FiberCalls.attempts {
            guard let before = fiber.glimpse else { break }
            if before.state == .running, let sample = computing.first(where: { $0.id == before.id }) {
                addresses = sample.addresses
                return
            }
            let addresses =
                before.state == .running
                ? FiberCalls.walk(tenement, among: threads) : FiberCalls.walk(before.place, of: fiber)
            guard let addresses else { continue }
            if let after = fiber.glimpse, after.id == before.id, after.place == before.place {
                self.addresses = addresses
                return
            }
        }
        addresses = []
    }

    private static func walk(_ place: Glimpse.Place, of fiber: Fiber) -> [UInt64]? {
        let copy = { StackWindow(copying: place.stackPointer, to: fiber.stackEnd) }
        // The place alone does not tell one that has gone round a loop meanwhile: its stack does.
        guard let window = copy(), window == copy() else { return nil }
        var unwinder = Unwinder(
            programCounter: place.resumeAddress, framePointer: place.framePointer, stack: window)
        return unwinder.walk()
    }

    /// Of one whose thread waits in the kernel.
    private static func walk(_ tenement: Tenement, among threads: [ThreadCall]) -> [UInt64]? {
        let end = tenement.fiber.stackEnd
        // Safety: the address only.
        let stack = unsafe UInt64(UInt(bitPattern: tenement.stack.base))..<end
        guard let thread = threads.first(where: { stack.contains($0.stackPointer) }),
            let window = StackWindow(copying: thread.stackPointer, to: end),
            thread == ThreadCall(thread: thread.thread)
        else { return nil }
        var unwinder = Unwinder(programCounter: thread.programCounter, stack: window)
        return unwinder.walk()
    }
}

/// A thread of this process that waits in the kernel, and where.
struct ThreadCall: Equatable {
    let thread: Int32
    let stackPointer: UInt64
    let programCounter: UInt64

    init?(thread: Int32) {
        guard case .waiting(_, let stackPointer, let programCounter) = ThreadActivity(ofThread: thread) else {
            return nil
        }
        (self.thread, self.stackPointer, self.programCounter) = (thread, stackPointer, programCounter)
    }

    /// Waits until a thread, which is on its way to a wait, has come there: until it is found twice in the same call.
    static func awaitRest(ofThread thread: Int32) {
        var before: ThreadCall?
        // Where the kernel does not say what threads do, there is nothing to wait for.
        for _ in 0..<1_000 {
            let now = ThreadCall(thread: thread)
            if let now, now == before { return }
            before = now
            sched_yield()
        }
    }

    /// All there are now.
    static var all: [ThreadCall] { ProcessThreads.numbers.compactMap(ThreadCall.init(thread:)) }
}
