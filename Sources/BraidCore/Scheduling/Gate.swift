// Scheduling › Gate: lets a worker in and out of its own seat for next to nothing, and a visitor in at a price.
//
// A worker enters and leaves its seat with every goroutine it runs; a thief or the monitor visits it a few times per
// millisecond at most. So the worker's side is two stores and a load, without a locked instruction: it says that it is
// busy, and looks whether the gate is closed. The visitor closes the gate, makes every processor of the process execute
// a fence, and waits until the worker is not busy. Whichever of the two is later sees the other: either the worker's
// "busy" is visible after that fence, or its look comes after it and finds the gate closed.
//
// Where the kernel refuses the fence everywhere, the worker's store is sequentially consistent instead, which is the
// same protocol with the price on the other side.
//
// Invariants:
//  - One visitor at a time, by the tenancy's lock.
//  - `isSeated` changes only while the gate is closed by a visitor, or by the worker itself outside of its seat, with the
//    tenancy's lock.
//
// Explored in all interleavings by the tests: see GateExplorationTests.

struct Gate<M: Memory>: Sendable, Equatable {
    private let words: M.Block

    private var busy: M.Word { words[0] }
    private var seated: M.Word { words[1] }
    private var closed: M.Word { words[M.wordsApart] }

    init() {
        words = M.allocate(M.wordsApart + 1, "gate")
    }

    /// Called when no seat refers to the gate any more.
    func free() { words.free() }

    /// The worker: nobody else is in its seat until `leave`.
    @inline(__always)
    func enter() {
        announce()
        if closed.load(.acquiring) != 0 { enterSlowly() }
    }

    @inline(__always)
    private func announce() {
        if M.hasBarrierEverywhere { busy.store(1, .relaxed) } else { busy.store(1, .sequential) }
        M.compilerBarrier()
    }

    @inline(never)
    private func enterSlowly() {
        repeat {
            busy.store(0, .releasing)
            var round = 0
            while closed.load(.acquiring) != 0 {
                round += 1
                M.pause(round)
            }
            announce()
        } while closed.load(.acquiring) != 0
    }

    @inline(__always)
    func leave() { busy.store(0, .releasing) }

    /// Whether the worker still has its seat. Between `enter` and `leave`, or by a visitor who closed the gate.
    var isSeated: Bool {
        @inline(__always) get { seated.plainLoad() != 0 }
        nonmutating set { seated.plainStore(newValue ? 1 : 0) }
    }

    /// A visitor: true once the worker is out, and cannot come in until `open`. False if it stays in for so long that its
    /// thread must have lost its processor; the gate is open then.
    func close() -> Bool {
        closed.store(1, .sequential)
        if M.hasBarrierEverywhere { M.barrierEverywhere() } else { M.fence() }
        let rounds = M.rounds(Gate.patience)
        for round in 1...rounds {
            if busy.load(.acquiring) == 0 { return true }
            if round < rounds { M.pause(round) }
        }
        open()
        return false
    }

    func open() { closed.store(0, .releasing) }

    private static var patience: Int { 1_000 }
}

/// Who has a seat, and who visits it.
final class Tenancy<M: Memory>: @unchecked Sendable {
    private let words: M.Block
    // Safety: read and written by whoever holds the visitors' lock.
    private var gate: Gate<M>?
    private var isReserved = false

    private var visited: M.Word { words[0] }

    init() {
        words = M.allocate(1, "tenancy")
    }

    deinit { words.free() }

    /// True if the caller is alone with the seat now, until `endVisit`. False if another visits it, or its worker does not
    /// come out.
    func beginVisit() -> Bool {
        guard visited.load(.relaxed) == 0, visited.exchange(1, .acquiring) == 0 else { return false }
        guard let gate, !gate.close() else { return true }
        visited.store(0, .releasing)
        return false
    }

    func endVisit() {
        gate?.open()
        visited.store(0, .releasing)
    }

    /// For a visitor: whether the worker with this gate has the seat. It may have left it before the visit, for another.
    func isHeld(by gate: Gate<M>) -> Bool { self.gate == gate }

    /// A visitor takes the seat from its worker, which finds out when it next enters. The seat is reserved for another.
    func evict() {
        gate?.isSeated = false
        gate?.open()
        gate = nil
        isReserved = true
    }

    /// Reserves a seat that nobody has for a worker that will come. False if somebody has it, or it is reserved.
    func reserve() -> Bool {
        lock()
        defer { visited.store(0, .releasing) }
        guard gate == nil, !isReserved else { return false }
        isReserved = true
        return true
    }

    /// Whether nobody has the seat, and nobody is to come.
    var isFree: Bool {
        lock()
        defer { visited.store(0, .releasing) }
        return gate == nil && !isReserved
    }

    /// A worker takes a seat that was reserved for it.
    func take(_ gate: Gate<M>) {
        lock()
        isReserved = false
        gate.isSeated = true
        self.gate = gate
        visited.store(0, .releasing)
    }

    /// A worker gives its seat up, if it has it still; afterwards nobody refers to its gate.
    func leave(_ gate: Gate<M>) {
        lock()
        if gate.isSeated {
            gate.isSeated = false
            self.gate = nil
        }
        visited.store(0, .releasing)
    }

    /// A worker gives its seat up for another, for which it is reserved. False if it has lost it already.
    func handOver(_ gate: Gate<M>) -> Bool {
        lock()
        defer { visited.store(0, .releasing) }
        guard gate.isSeated else { return false }
        gate.isSeated = false
        self.gate = nil
        isReserved = true
        return true
    }

    private func lock() {
        var round = 0
        while visited.exchange(1, .acquiring) != 0 {
            round += 1
            M.pause(round)
        }
    }
}
