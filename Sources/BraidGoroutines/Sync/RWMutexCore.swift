// Sync › RWMutexCore: many readers or one writer.
//
// Always handed over: a writer that ends admits all readers who wait, the last reader that ends admits the first writer.
// So neither kind starves the other.
//
// Invariants, under the lock:
//  - `readers` > 0 or `hasWriter`, never both.
//  - Readers wait only while there is a writer, or one waits.

internal import BraidCore

final class RWMutexCore: Sendable {
    private struct State: ~Copyable {
        var readers = 0
        var hasWriter = false
        var waitingReaders = WaitQueue()
        var waitingWriters = WaitQueue()
    }

    private let state = Guarded(.door, State())

    func tryReadLock() -> Bool {
        state.withLock { state in
            guard !state.hasWriter, state.waitingWriters.isEmpty else { return false }
            state.readers += 1
            return true
        }
    }

    func tryLock() -> Bool {
        state.withLock { state in
            guard !state.hasWriter, state.readers == 0 else { return false }
            state.hasWriter = true
            return true
        }
    }

    func readLock() {
        if tryReadLock() { return }
        // Safety: as below.
        unsafe wait(.readLock) { state, node in
            guard state.hasWriter || !state.waitingWriters.isEmpty else {
                state.readers += 1
                return false
            }
            // Safety: `wait` keeps the node.
            unsafe state.waitingReaders.append(node)
            return true
        }
    }

    func lock() {
        if tryLock() { return }
        // Safety: as below.
        unsafe wait(.writeLock) { state, node in
            guard state.hasWriter || state.readers > 0 else {
                state.hasWriter = true
                return false
            }
            // Safety: `wait` keeps the node.
            unsafe state.waitingWriters.append(node)
            return true
        }
    }

    func readUnlock() {
        let writer: Waiter? = state.withLock { state in
            demand(state.readers > 0, "Sync.RWMutex: a reader unlocked although none had locked it")
            state.readers -= 1
            // Safety: a claimed waiter's node stays until `ready()`.
            guard state.readers == 0, let node = unsafe state.waitingWriters.takeFirst() else { return nil }
            state.hasWriter = true
            return unsafe node.pointee.waiter
        }
        writer?.ready()
    }

    func unlock() {
        let admitted: [Waiter] = state.withLock { state in
            demand(state.hasWriter, "Sync.RWMutex: a writer unlocked although none had locked it")
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

    private func wait(
        _ reason: WaitReason, _ enter: (inout State, UnsafeMutablePointer<WaitNode>) -> Bool
    ) {
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame; it was taken out of its queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                if state.withLock({ unsafe enter(&$0, node) }) { _ = waiter.park(reason) }
            }
        }
    }
}
