// Sync › RWMutexCore: many readers or one writer.
//
// Always handed over: a writer that ends admits all readers who wait, the last reader that ends admits the first writer.
// So neither kind starves the other.
//
// Invariants, under the lock:
//  - `readers` > 0 or `hasWriter`, never both.
//  - Readers wait only while there is a writer, or one waits.

package import BraidCore

package final class RWMutexCore: Sendable {
    /// What somebody wants to do.
    package enum Kind: Sendable {
        case read
        case write
    }

    private struct State: ~Copyable {
        var readers = 0
        var hasWriter = false
        var waitingReaders = WaitQueue()
        var waitingWriters = WaitQueue()
    }

    private let state = Guarded(.door, State())
    private let site: CreationSite

    init(madeAt site: CreationSite) {
        self.site = site
    }

    package func tryReadLock() -> Bool {
        state.withLock { state in
            guard !state.hasWriter, state.waitingWriters.isEmpty else { return false }
            state.readers += 1
            return true
        }
    }

    package func tryLock() -> Bool {
        state.withLock { state in
            guard !state.hasWriter, state.readers == 0 else { return false }
            state.hasWriter = true
            return true
        }
    }

    func readLock() { _ = readLock(.endless) }

    func lock() { _ = lock(.endless) }

    /// False if the patience was over first.
    func readLock(_ patience: Patience) -> Bool {
        Displaced.rejoin()
        return tryReadLock() || wait(.read) { patience.park($0, .readLock, of: site) }
    }

    func lock(_ patience: Patience) -> Bool {
        Displaced.rejoin()
        return tryLock() || wait(.write) { patience.park($0, .writeLock, of: site) }
    }

    /// Takes the lock, or queues a node. True if the lock is the caller's.
    package func enter(_ node: UnsafeMutablePointer<WaitNode>, _ kind: Kind) -> Bool {
        state.withLock { state in
            switch kind {
            case .read:
                guard state.hasWriter || !state.waitingWriters.isEmpty else {
                    state.readers += 1
                    return true
                }
                // Safety: the caller keeps the node until its wait is over.
                unsafe state.waitingReaders.append(node)
            case .write:
                guard state.hasWriter || state.readers > 0 else {
                    state.hasWriter = true
                    return true
                }
                // Safety: as above.
                unsafe state.waitingWriters.append(node)
            }
            return false
        }
    }

    /// Takes a node out whose wait has ended otherwise. A writer that gives up may have kept readers out.
    package func leave(_ node: UnsafeMutablePointer<WaitNode>, _ kind: Kind) {
        let admitted: [Waiter] = state.withLock { state in
            guard kind == .write else {
                // Safety: the caller's node.
                unsafe state.waitingReaders.remove(node)
                return []
            }
            // Safety: as above.
            unsafe state.waitingWriters.remove(node)
            guard state.waitingWriters.isEmpty, !state.hasWriter else { return [] }
            let readers = state.waitingReaders.takeAll(claiming: .done)
            state.readers += readers.count
            return readers
        }
        for waiter in admitted { waiter.ready() }
    }

    package func readUnlock() {
        let writer: Waiter? = state.withLock { state in
            demand(
                state.readers > 0,
                "Sync.RWMutex made at \(site): a reader unlocked although none had locked it")
            state.readers -= 1
            // Safety: a claimed waiter's node stays until `ready()`.
            guard state.readers == 0, let node = unsafe state.waitingWriters.takeFirst() else { return nil }
            state.hasWriter = true
            return unsafe node.pointee.waiter
        }
        writer?.ready()
    }

    package func unlock() {
        let admitted: [Waiter] = state.withLock { state in
            demand(
                state.hasWriter, "Sync.RWMutex made at \(site): a writer unlocked although none had locked it"
            )
            state.hasWriter = false
            let readers = state.waitingReaders.takeAll(claiming: .done)
            state.readers = readers.count
            // Safety: a claimed waiter's node stays until `ready()`.
            guard readers.isEmpty, let node = unsafe state.waitingWriters.takeFirst() else { return readers }
            state.hasWriter = true
            return [unsafe node.pointee.waiter]
        }
        for waiter in admitted { waiter.ready() }
    }

    private func wait(_ kind: Kind, _ park: (Waiter) -> Verdict) -> Bool {
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame, and out of its queue when the wait is over.
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                if unsafe enter(node, kind) || park(waiter) == .done { return true }
                unsafe leave(node, kind)
                return false
            }
        }
    }
}
