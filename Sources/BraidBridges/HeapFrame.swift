// Bridges › HeapFrame: where the cases of a coroutine's select lie, which has no stack while it is suspended.
//
// If a hand-over and a cancellation race, one claim wins, as in all waits: a value that was handed over is returned, and
// one that was not is still with its sender.

internal import BraidCore
internal import BraidGoroutines

@safe
final class HeapFrame {
    // Safety: allocated in `init`, freed in deinit; the select that made the object keeps it until it has ended.
    var cases: SelectFrame
    private let nodes: UnsafeMutablePointer<WaitNode>

    init(count: Int, room: Int) {
        // Safety: see the properties; 16 bytes is the strictest alignment that Swift values have.
        unsafe cases = SelectFrame(
            entries: .allocate(capacity: count), slots: .allocate(byteCount: room, alignment: 16),
            orders: .allocate(capacity: 2 * count))
        unsafe nodes = .allocate(capacity: count)
    }

    deinit {
        // Safety: see the properties. The slots were emptied when the cases were settled; the rest is trivial.
        unsafe cases.entries.deallocate()
        unsafe cases.slots.deallocate()
        unsafe nodes.deallocate()
        unsafe cases.orders.deallocate()
    }

    /// Waits until a case is taken, and says which. Nil if the task was cancelled first.
    nonisolated(nonsending) func wait(_ order: SelectOrder) async -> SelectWin? {
        // Safety: this object keeps the memory until the wait is over.
        var selection = unsafe Selection(
            Selection.Entries(start: cases.entries, count: cases.count), orders: cases.orders, order)
        if let win = selection.takeAtOnce() { return win }
        selection.giveUp()
        var win: SelectWin?
        var wakeUp: WakeUp?
        var isPublished = false
        // Safety: as above.
        _ = unsafe await Suspension.wait { node in
            win = selection.takeAtOnce()
            guard win == nil else { return false }
            // Safety: the suspension keeps its node, and with it the waiter, until the wait has ended.
            let waiter = unsafe node.pointee.waiter
            unsafe selection.publish(as: waiter, in: nodes)
            isPublished = true
            wakeUp = selection.patience.map { WakeUp(of: waiter, after: $0) }
            return true
        } withdraw: { _ in
        } ended: { verdict in
            // The waiter is still there, as those who look into the queues or at the timer may touch it until now.
            wakeUp?.cancel()
            if isPublished { win = unsafe selection.conclude(verdict, in: nodes) }
        }
        return win
    }
}
