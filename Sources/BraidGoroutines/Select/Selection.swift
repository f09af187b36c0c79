// Select › Selection: the algorithm of select, without the types of what its cases carry.
//
// All channels are locked at once, so that a select sees them at one moment: `otherwise` is not taken while some case
// is ready, even if readiness moves from one channel to another meanwhile. The first lock is waited for, the others are
// only tried. If one is held, or stands in two cases, all are let go, and taken in the order of the channels' addresses,
// each once and waiting for it. So two selects never wait for each other.
//
// Then all cases are looked at, and one of those that look ready is drawn. It may turn out that it is not: who waited there
// has ended his wait elsewhere; then another is drawn among the rest, so that each that is ready has the same chance. If
// none is, the waiter enters the queue of every case before the locks are released. It can be claimed once, so exactly one
// case is taken, and a hand-over that was begun cannot be lost. Afterwards it leaves the other queues.
//
// Before all that, a look without any lock: what is in a channel, and who waits there, is to be seen in one word. If a
// case is drawn among those that seem ready, and still is when its own lock is held, it is taken, and no other lock was
// needed: a case that is ready may be taken whatever the others are. What is seen of several channels is not of one moment,
// though, so it cannot say which is the first that is ready. That none is, it can, if it is seen twice: with each change
// the word is another, and if the second look finds every word as the first has found it, then nothing was ready at the
// moment between the two, and `otherwise` may be taken. Between them is a fence, because without one two goroutines could each
// fill a channel, each look at the other's, and both find nothing: the lock that is let go has no fence of its own.
//
// Go's runtime/select.go locks and waits in the same way, but sorts the addresses and shuffles the cases each time. Most
// selects find no lock held, and one case ready or none: nothing is to be sorted, and nothing to be drawn.
//
// Roads rejected:
//  - Trying case by case with one lock at a time: faster when the first try succeeds, but `otherwise` would be wrong.
//  - A random start and cyclic order: of three cases, two neighbours that are ready would share 2 to 1.

package import BraidCore
internal import Synchronization

/// How a select decides between cases that are ready at the same moment.
public enum SelectOrder: Sendable {
    /// Any of them, with equal chances. Go's.
    case fair
    /// The one that is written first.
    case priority
}

/// The working memory of one select: the channels that it has locked, and the cases that look ready.
@safe
@usableFromInline
package struct Selection {
    // Safety: buffers which whoever makes the selection keeps until it has ended.
    @usableFromInline package typealias Entries = UnsafeMutableBufferPointer<SelectEntry>
    /// A place for each entry; initialized by `publish`, and trivial.
    package typealias Nodes = UnsafeMutablePointer<WaitNode>
    private let entries: Entries
    private let locks: UnsafeMutablePointer<Int>
    private let candidates: UnsafeMutablePointer<Int>
    private var locked = 0
    private let order: SelectOrder

    /// - Parameter orders: room for two integers per entry.
    package init(_ entries: Entries, orders: UnsafeMutablePointer<Int>, _ order: SelectOrder) {
        // Safety: see the properties.
        unsafe self.entries = entries
        unsafe locks = orders
        unsafe candidates = orders + entries.count
        self.order = order
    }

    /// Takes a case that is ready, otherwise a fallback. Nil, with all locks held, if the select must wait.
    package mutating func takeAtOnce() -> SelectWin? {
        if let win = takeAtAGlance() { return win }
        lock()
        var (count, fallback) = look()
        while count > 0 {
            let place = order == .fair && count > 1 ? Draw.below(count) : 0
            // Safety: see the properties; so many candidates were written.
            let index = unsafe candidates[place]
            let (step, partner) = unsafe entries[index].attempt()
            guard step == .wait else {
                unlock()
                partner?.ready()
                return SelectWin(index, isClosed: step == .closed)
            }
            count -= 1
            for next in place..<count { unsafe candidates[next] = candidates[next + 1] }
        }
        guard let fallback else { return nil }
        unlock()
        return SelectWin(fallback)
    }

    /// Takes one of the cases that are seen to be ready without a lock, or `otherwise`. Nil if that was not to be seen, or must
    /// not be decided so.
    private func takeAtAGlance() -> SelectWin? {
        var count = 0
        var otherwise: Int?
        // Safety: see the properties. From the last on, so that the first `otherwise` stays.
        for index in (0..<(unsafe entries.count)).reversed() {
            guard let channel = unsafe entries[index].channel else {
                if unsafe entries[index].role == .otherwise { otherwise = index }
                continue
            }
            let seen = channel.glance
            // Not yet needed for the locks.
            unsafe locks[index] = Int(bitPattern: UInt(seen.stored))
            guard unsafe entries[index].seemsReady(seen, in: channel) else { continue }
            if order == .priority { return nil }
            unsafe candidates[count] = index
            count += 1
        }
        if count == 0 { return otherwise.flatMap { hasChanged ? nil : SelectWin($0) } }
        let index = unsafe candidates[count > 1 ? Draw.below(count) : 0]
        let (step, partner) = unsafe entries[index].attemptAlone()
        guard step != .wait else { return nil }
        partner?.ready()
        return SelectWin(index, isClosed: step == .closed)
    }

    /// Whether a channel has changed since the glance at it.
    private var hasChanged: Bool {
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            guard let channel = unsafe entries[index].channel else { continue }
            if unsafe locks[index] != Int(bitPattern: UInt(channel.glance.stored)) { return true }
        }
        return false
    }

    /// Looks at every case: how many look ready, which are the candidates, and what is taken if none is. With all locks held.
    private func look() -> (candidates: Int, fallback: Int?) {
        var count = 0
        var (otherwise, due): (Int?, Int?)
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            switch unsafe entries[index].role {
            case .receive, .send:
                guard let channel = unsafe entries[index].channel,
                    unsafe entries[index].seemsReady(channel.word, in: channel)
                else { continue }
                unsafe candidates[count] = index
                count += 1
            case .otherwise: otherwise = otherwise ?? index
            // An `after` whose time has come already.
            case .after: if due == nil, unsafe (entries[index].duration ?? .zero) <= .zero { due = index }
            case .absent: continue
            }
        }
        return (count, otherwise ?? due)
    }

    /// Enters every queue and releases the locks. After this the wait may end at any time.
    package func publish(as waiter: Waiter, in nodes: Nodes) {
        // Safety: see the properties; the nodes stay until `conclude` has taken them out.
        for index in 0..<(unsafe entries.count) {
            unsafe (nodes + index).initialize(to: WaitNode(waiter, slot: entries[index].slot))
            unsafe entries[index].enqueue(nodes + index)
        }
        unlock()
    }

    /// Leaves the queues once the wait has ended, and says which case was taken. Nil if the wait was cancelled.
    package func conclude(_ verdict: Verdict, in nodes: Nodes) -> SelectWin? {
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

// The locks. Each channel's once, whatever number of cases names it.
extension Selection {
    private mutating func lock() {
        locked = 0
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            guard let channel = unsafe entries[index].channel else { continue }
            if locked == 0 {
                channel.lock()
            } else if !channel.lockBesideOthersIfFree() {
                unlock()
                return lockInOrder()
            }
            unsafe locks[locked] = channel.address
            locked += 1
        }
    }

    private mutating func lockInOrder() {
        // Safety: see the properties.
        unsafe locked = Selection.order(entries, into: locks)
        for place in 0..<locked {
            let channel = unsafe ChannelCore(locks[place])
            if place == 0 { channel.lock() } else { channel.lockBesideOthers() }
        }
    }

    private func unlock() {
        // Safety: see the properties.
        for place in 0..<locked { unsafe ChannelCore(locks[place]).unlock() }
    }

    /// Writes the addresses of the channels in their order, each once. Returns how many. An insertion sort: a select with
    /// more than a few cases is rare.
    private static func order(_ entries: Entries, into locks: UnsafeMutablePointer<Int>) -> Int {
        var count = 0
        // Safety: `locks` has room for every entry.
        for index in 0..<entries.count {
            guard let address = unsafe entries[index].channel?.address else { continue }
            var place = count
            while place > 0, unsafe locks[place - 1] > address {
                unsafe locks[place] = locks[place - 1]
                place -= 1
            }
            if place > 0, unsafe locks[place - 1] == address {
                // It is there already: the others go back.
                for moved in place..<count { unsafe locks[moved] = locks[moved + 1] }
                continue
            }
            unsafe locks[place] = address
            count += 1
        }
        return count
    }
}

extension Selection {
    /// A select from a goroutine, which parks, or a plain thread, which blocks.
    @usableFromInline
    package static func run(
        _ entries: Entries, orders: UnsafeMutablePointer<Int>, _ order: SelectOrder
    ) -> SelectWin {
        Displaced.rejoin()
        // Safety: the memory is the caller's, who keeps it until this returns.
        var selection = unsafe Selection(entries, orders: orders, order)
        return selection.takeAtOnce() ?? selection.wait()
    }

    /// Tells reports which channels are waited for, and returns the site of the first.
    @inline(__always)
    private func announce(as waiter: Waiter) -> CreationSite {
        var (first, second, third, fourth) = (
            CreationSite.unknown, CreationSite.unknown, CreationSite.unknown, CreationSite.unknown
        )
        var count = 0
        // Safety: see the properties.
        for index in 0..<(unsafe entries.count) {
            guard let site = unsafe entries[index].site else { continue }
            switch count {
            case 0: first = site
            case 1: second = site
            case 2: third = site
            case 3: fourth = site
            default: break
            }
            count += 1
        }
        waiter.announce(second, third, fourth, count: count)
        return first
    }

    /// With all locks held, which are released.
    @inline(never)
    private func wait() -> SelectWin {
        // Safety: the memory is in this frame, which outlives the wait.
        unsafe withUnsafeTemporaryAllocation(of: WaitNode.self, capacity: max(1, entries.count)) { nodes in
            guard let nodes = nodes.baseAddress else { fatalError("no memory for a select") }
            return Waiter.withCurrent { waiter in
                let deadline = patience.map { waiter.now.advanced(by: $0) } ?? .never
                unsafe publish(as: waiter, in: nodes)
                let first = announce(as: waiter)
                let verdict = waiter.park(.select, of: first, until: deadline)
                guard let win = unsafe conclude(verdict, in: nodes) else {
                    fatalError("a select ended without a case")
                }
                return win
            }
        }
    }
}
