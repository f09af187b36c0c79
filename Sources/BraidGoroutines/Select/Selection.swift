// Select › Selection: the algorithm of select, without the types of what its cases carry.
//
// All channels are locked at once, so that a select sees them at one moment: `otherwise` is not taken while some case
// is ready, even if readiness moves from one channel to another meanwhile. Locks are taken in the order of the
// channels' addresses, each once, however many cases name it. Then the cases are tried in a random order; if none is
// ready, the waiter enters the queue of every case before the locks are released. It can be claimed once, so exactly one
// case is taken, and a hand-over that was begun cannot be lost. Afterwards it leaves the other queues.
//
// The same method as Go's runtime/select.go, whose reasons hold here too.
//
// Roads rejected:
//  - Trying case by case with one lock at a time: faster when the first try succeeds, but `otherwise` would be wrong.
//  - A random start and cyclic order: of three cases, two neighbours that are ready would share 2 to 1.

package import BraidCore

/// How a select decides between cases that are ready at the same moment.
public enum SelectOrder: Sendable {
    /// Any of them, with equal chances. Go's.
    case fair
    /// The one that is written first.
    case priority
}

/// The working memory of one select: places for its nodes, and the orders in which cases are locked and tried.
@safe
@usableFromInline
package struct Selection {
    // Safety: buffers of the same number of elements, which whoever makes the selection keeps until it has ended. A node
    // is initialized by `wait(as:)`, and trivial.
    @usableFromInline package typealias Entries = UnsafeMutableBufferPointer<SelectEntry>
    private let entries: Entries
    private let nodes: UnsafeMutablePointer<WaitNode>
    private let lockOrder: UnsafeMutablePointer<Int>
    private let pollOrder: UnsafeMutablePointer<Int>
    private let distinctChannels: Int

    /// - Parameters:
    ///   - nodes: room for a node per entry.
    ///   - orders: room for two integers per entry.
    package init(
        _ entries: Entries, nodes: UnsafeMutablePointer<WaitNode>, orders: UnsafeMutablePointer<Int>,
        _ order: SelectOrder
    ) {
        // Safety: see the properties.
        unsafe self.entries = entries
        unsafe self.nodes = nodes
        unsafe lockOrder = orders
        unsafe pollOrder = orders + entries.count
        unsafe distinctChannels = Selection.orderLocks(entries, into: lockOrder)
        unsafe Selection.orderPolls(entries.count, order, into: pollOrder)
    }

    /// Takes a case that is ready, otherwise a fallback. Nil, with all locks held, if the select must wait.
    package func takeAtOnce() -> SelectWin? {
        lock()
        // Safety: see the properties.
        for place in 0..<(unsafe entries.count) {
            let index = unsafe pollOrder[place]
            let (step, partner) = unsafe entries[index].attempt()
            if step == .wait { continue }
            unlock()
            partner?.ready()
            return SelectWin(index, isClosed: step == .closed)
        }
        guard let fallback else { return nil }
        unlock()
        return SelectWin(fallback)
    }

    /// Enters every queue and releases the locks. After this the wait may end at any time.
    package func publish(as waiter: Waiter) {
        // Safety: see the properties; the nodes stay until `conclude` has taken them out.
        for index in 0..<(unsafe entries.count) {
            unsafe (nodes + index).initialize(to: WaitNode(waiter, slot: entries[index].slot))
            unsafe entries[index].enqueue(nodes + index)
        }
        unlock()
    }

    /// Leaves the queues once the wait has ended, and says which case was taken. Nil if the wait was cancelled.
    package func conclude(_ verdict: Verdict) -> SelectWin? {
        var win: SelectWin?
        // Safety: see the properties. Only the winner of the claim wrote the mark, and he has made the waiter ready.
        for index in 0..<(unsafe entries.count) {
            if unsafe nodes[index].wasClaimed {
                win = SelectWin(index, isClosed: verdict == .closed)
            } else {
                unsafe entries[index].withdraw(nodes + index)
            }
        }
        if verdict == .timedOut { win = earliest.map { SelectWin($0.index) } }
        return win
    }

    /// How long the select waits at most; nil without an `after`.
    package var patience: Duration? { earliest?.duration }

    /// Releases the locks after a `takeAtOnce` that found nothing.
    package func giveUp() {
        unlock()
    }

    private func lock() {
        // Safety: see the properties.
        for place in 0..<distinctChannels {
            unsafe entries[lockOrder[place]].lock(isFirst: place == 0)
        }
    }

    private func unlock() {
        // Safety: see the properties.
        for place in 0..<distinctChannels { unsafe entries[lockOrder[place]].unlock() }
    }
}

// Which case is taken when no channel is ready.
extension Selection {
    /// The first `otherwise`, or an `after` whose time has come already.
    private var fallback: Int? {
        var due: Int?
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            switch unsafe entries[index].role {
            case .otherwise: return index
            case .after: if due == nil, unsafe (entries[index].duration ?? .zero) <= .zero { due = index }
            case .receive, .send, .absent: break
            }
        }
        return due
    }

    /// The `after` that comes first.
    private var earliest: (index: Int, duration: Duration)? {
        var best: (index: Int, duration: Duration)?
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            guard let duration = unsafe entries[index].duration else { continue }
            if duration < best?.duration ?? .seconds(Int64.max) { best = (index, duration) }
        }
        return best
    }
}

// The two orders.
extension Selection {
    /// Writes the indices of the cases that have a channel, each channel once, in the order of addresses. Returns how
    /// many. An insertion sort: a select with more than a few cases is rare.
    private static func orderLocks(_ entries: Entries, into order: UnsafeMutablePointer<Int>) -> Int {
        var count = 0
        // Safety: `order` has room for every entry.
        for index in 0..<entries.count {
            guard let address = unsafe entries[index].address else { continue }
            var place = count
            while place > 0, let other = unsafe entries[order[place - 1]].address, other > address {
                place -= 1
            }
            if place > 0, unsafe entries[order[place - 1]].address == address { continue }
            for moved in stride(from: count, to: place, by: -1) { unsafe order[moved] = order[moved - 1] }
            unsafe order[place] = index
            count += 1
        }
        return count
    }

    /// Writes the indices of all cases, shuffled if the order is fair.
    private static func orderPolls(_ count: Int, _ order: SelectOrder, into places: UnsafeMutablePointer<Int>)
    {
        var draws = order == .fair && count > 1 ? Draw.sequence() : nil
        // Safety: `places` has room for every entry.
        for index in 0..<count {
            let other = draws?.below(index + 1) ?? index
            unsafe places[index] = places[other]
            unsafe places[other] = index
        }
    }
}

extension Selection {
    /// A select from a goroutine, which parks, or a plain thread, which blocks.
    @usableFromInline
    package static func run(_ entries: Entries, _ order: SelectOrder) -> SelectWin {
        let count = entries.count
        // Safety: the memory is in this frame, which outlives the wait.
        return unsafe withUnsafeTemporaryAllocation(of: WaitNode.self, capacity: max(1, count)) { nodes in
            unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, 2 * count)) { orders in
                guard let nodes = nodes.baseAddress, let orders = orders.baseAddress else {
                    fatalError("no memory for a select")
                }
                let selection = unsafe Selection(entries, nodes: nodes, orders: orders, order)
                if let win = selection.takeAtOnce() { return win }
                return Waiter.withCurrent { waiter in
                    let deadline = selection.patience.map { waiter.now.advanced(by: $0) } ?? .never
                    selection.publish(as: waiter)
                    let verdict = waiter.park(.select, until: deadline)
                    guard let win = selection.conclude(verdict) else {
                        fatalError("a select ended without a case")
                    }
                    return win
                }
            }
        }
    }
}
