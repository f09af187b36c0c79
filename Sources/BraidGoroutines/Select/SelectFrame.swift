// Select › SelectFrame: where the cases of one select lie while it runs: an entry and a slot for each, and what the core needs
// to put them into order.
//
// Every front end (switch, builder, array) puts its cases into a frame one after another, runs the core on the entries,
// and then settles each case in the same order: the one that was taken gives its value, the others release theirs.
// Nothing is allocated on the heap while the slots take up less than a kilobyte.

/// Where the cases of one select lie while it runs; for the library itself.
@safe
public struct SelectFrame {
    // Safety: `with` keeps the memory while its body runs; entries below `count` are initialized, and their slots
    // belong to them alone.
    @usableFromInline package let entries: UnsafeMutablePointer<SelectEntry>
    @usableFromInline package let slots: UnsafeMutableRawPointer
    /// Two integers for each entry.
    @usableFromInline package let orders: UnsafeMutablePointer<Int>
    @usableFromInline package var count = 0
    @usableFromInline var end = 0

    @inlinable
    package init(
        entries: UnsafeMutablePointer<SelectEntry>, slots: UnsafeMutableRawPointer,
        orders: UnsafeMutablePointer<Int>
    ) {
        // Safety: only the pointers are stored.
        unsafe self.entries = entries
        unsafe self.slots = slots
        unsafe self.orders = orders
    }

    /// How many bytes the slot of a case may take up, with what aligning it may cost.
    @inlinable @inline(__always)
    package static func room<Case: SelectCase>(for type: Case.Type) -> Int {
        MemoryLayout<Case.Element>.size + MemoryLayout<Case.Element>.alignment - 1
    }

    /// Puts a case into the frame.
    @inlinable @inline(__always)
    package mutating func add<Case: SelectCase>(_ offered: Case) {
        let alignment = MemoryLayout<Case.Element>.alignment
        let offset = (end + alignment - 1) & ~(alignment - 1)
        // Safety: `with` was asked for enough room, and the slot lies behind all others.
        let slot = unsafe (slots + offset).bindMemory(to: Case.Element.self, capacity: 1)
        unsafe offered.fill(slot)
        unsafe (entries + count).initialize(to: SelectEntry(offered.description, slot: slot))
        end = offset + MemoryLayout<Case.Element>.size
        count += 1
    }

    /// Ends the case at `index`, once. Returns its value if it was taken; nil if not, or if it was to send and found the
    /// channel closed.
    @inlinable @inline(__always)
    package func settle<Case: SelectCase>(_ offered: Case, at index: Int, _ win: SelectWin)
        -> sending Case.Value?
    {
        // The channel lives as long as the case that names it; the entry only points there.
        defer { extendLifetime(offered) }
        // Safety: the slot was bound to this type by `add`.
        let slot = unsafe entries[index].slot.assumingMemoryBound(to: Case.Element.self)
        if win.index == index { return unsafe offered.value(from: slot, isClosed: win.isClosed) }
        unsafe offered.discard(slot)
        return nil
    }

    /// What a select throws whose case was to send and found its channel closed. The caller holds the cases.
    @usableFromInline
    package func refusal(_ win: SelectWin) -> ChannelClosed {
        // Safety: the case that was taken is one of those that were added.
        unsafe entries[win.index].refusal
    }

    /// Runs the core on what was put in, from a goroutine or a plain thread.
    @inlinable @inline(__always)
    func run(_ order: SelectOrder) -> SelectWin {
        // Safety: see the properties.
        unsafe Selection.run(UnsafeMutableBufferPointer(start: entries, count: count), orders: orders, order)
    }

    /// Calls `body` with a frame that has room for `count` cases whose slots take up `room` bytes.
    @inlinable @inline(__always)
    static func with<Result, Failure: Error>(
        count: Int, room: Int, _ body: (inout SelectFrame) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        // Safety: the body gives its result up, which the compiler loses sight of.
        nonisolated(unsafe) let result = try keeping(count: count, room: room, body)
        return unsafe result
    }

    /// The same, with a result that remains where it is.
    @inlinable @inline(__always)
    static func keeping<Result, Failure: Error>(
        count: Int, room: Int, _ body: (inout SelectFrame) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safety: the memory outlives the body; 16 bytes is the strictest alignment that Swift values have.
        try unsafe withUnsafeTemporaryAllocation(of: SelectEntry.self, capacity: max(1, count)) {
            entries throws(Failure) -> Result in
            try unsafe withUnsafeTemporaryAllocation(byteCount: max(1, room), alignment: 16) {
                slots throws(Failure) -> Result in
                try unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, 2 * count)) {
                    orders throws(Failure) -> Result in
                    guard let first = entries.baseAddress, let memory = slots.baseAddress,
                        let orders = orders.baseAddress
                    else { fatalError("no memory for a select") }
                    var frame = unsafe SelectFrame(entries: first, slots: memory, orders: orders)
                    return try body(&frame)
                }
            }
        }
    }
}
