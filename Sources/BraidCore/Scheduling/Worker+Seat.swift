// Scheduling › Worker, its seat: what a worker puts there and takes from there.

internal import Synchronization

extension Worker {
    /// What came of an attempt to put something into the worker's own seat.
    enum Placement {
        /// It is there.
        case placed
        /// It is there, and somebody should be called to share the work.
        case placedAndWantsHelp
        /// It is there, and somebody looks for work, of which there is much.
        case placedAndHasMany
        /// There is no room.
        case full
        /// The worker has no seat, or has lost it.
        case unseated
    }

    /// Puts a runnable into the slot or at the end of the ring.
    @inline(__always)
    func place(_ runnable: Runnable, asNext: Bool, calling sleepers: SleepSignal<HardwareMemory>) -> Placement
    {
        guard let seat else { return .unseated }
        gate.enter()
        defer { gate.leave() }
        guard gate.isSeated else { return .unseated }
        if asNext ? seat.putNext(runnable) : seat.append(runnable) {
            switch sleepers.seenAfterAdding() {
            case .nobody: return .placed
            case .sleeper: return seat.wantsHelp() ? .placedAndWantsHelp : .placed
            case .searcher: return seat.hasMany ? .placedAndHasMany : .placed
            }
        }
        return .full
    }

    /// The oldest half of what is here, for somebody who asked for it.
    func share(into batch: inout RunBatch) {
        guard let seat else { return }
        gate.enter()
        defer { gate.leave() }
        guard gate.isSeated, seat.hasMany else { return }
        seat.takeHalf(into: &batch, andNext: false)
        seat.helpWasUseful()
    }

    /// The oldest half of what is here, to make room.
    func takeHalf(into batch: inout RunBatch) {
        guard let seat else { return }
        gate.enter()
        defer { gate.leave() }
        if gate.isSeated { seat.takeHalf(into: &batch, andNext: false) }
    }

    /// Puts a batch into the ring and empties it; false if it did not fit as a whole, or there is no seat.
    func place(_ batch: inout RunBatch) -> Bool {
        guard let seat else { return false }
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated && seat.append(&batch)
    }

    /// What is to run next, if it is here.
    @inline(__always)
    func takeOwn() -> Runnable? {
        guard let seat else { return nil }
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated ? seat.take() : nil
    }

    /// The same, if it is a goroutine of this group.
    @inline(__always)
    func takeOwn(of group: GroupMembership) -> Runnable? {
        guard let seat else { return nil }
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated && seat.first.group == group ? seat.take() : nil
    }

    /// Whether the worker has its seat still.
    var isSeated: Bool {
        guard seat != nil else { return false }
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated
    }

    /// Counts a launch: the new goroutine's number; nil without a seat.
    @inline(__always)
    func countLaunch(_ source: borrowing Atomic<UInt64>) -> UInt64? {
        guard let seat else { return nil }
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated ? seat.countLaunch(source) : nil
    }

    /// Counts the end of a goroutine.
    @inline(__always)
    func countEnd() {
        guard let seat else { return scheduler.countEnd() }
        gate.enter()
        let isSeated = gate.isSeated
        if isSeated { seat.countEnd() }
        gate.leave()
        if !isSeated { scheduler.countEnd() }
    }

    /// What a goroutine's stack has that nobody has asked another size for.
    @inline(__always)
    var usualStackSize: Int {
        // Safety: the worker's own thread.
        unsafe record.pointee.stacks.size
    }

    /// Memory for a launch.
    @inline(__always)
    func memoryForLaunch() -> UnsafeMutablePointer<Launch> {
        // Safety: the worker's own thread.
        unsafe record.pointee.launches.take()
    }
}
