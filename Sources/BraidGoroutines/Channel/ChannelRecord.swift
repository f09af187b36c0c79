// Channel › ChannelRecord: the memory of a channel, in one piece: the record, what is under its lock, and the buffer.
//
// The state lies behind the record and is no part of it, since Swift takes a change of a part for an access to the whole, and
// others use the lock and look at the word meanwhile. What a message without a buffer needs lies together, because of many
// channels each is a miss of the cache.

internal import BraidCore
internal import Synchronization

struct ChannelRecord: ~Copyable {
    let lock = Lock(.door)
    /// How many values the ring holds.
    let capacity: UInt32
    /// A `ChannelWord`. Written with the lock, and to be seen without, by whoever takes it for what it is: what was so a
    /// moment ago.
    let word = Atomic<UInt64>(0)
    let site: CreationSite
    let owner: (any ChannelOwner)?

    /// What is used with the lock held only.
    struct State: ~Copyable {
        var receivers = WaitQueue()
        var senders = WaitQueue()
        var ring: ElementRing
    }

    /// Where the ring begins, in bytes from the record.
    private static var ringOffset: Int {
        (MemoryLayout<ChannelRecord>.stride + MemoryLayout<State>.size + 15) & ~15
    }

    /// What is under the lock of a record.
    @inline(__always)
    static func state(of record: UnsafeMutablePointer<ChannelRecord>) -> UnsafeMutablePointer<State> {
        // Safety: `make` has put it there.
        unsafe UnsafeMutableRawPointer(record + 1).assumingMemoryBound(to: State.self)
    }

    /// Makes a record, which its caller destroys.
    static func make(
        capacity: Int, elementSize: Int, elementStride: Int, site: CreationSite,
        owner: (any ChannelOwner)?
    ) -> UnsafeMutablePointer<ChannelRecord> {
        demand(capacity >= 0, "a channel's capacity cannot be negative: \(capacity)")
        let most = Int(ChannelWord.mostValues)
        let (bytes, isTooMuch) = min(capacity, most).multipliedReportingOverflow(by: elementStride)
        demand(
            elementSize == 0 || !isTooMuch && capacity <= most,
            "a channel cannot have a buffer for \(capacity) values of \(elementStride) bytes")
        let byteCount = elementSize == 0 ? 0 : bytes
        // Safety: freed by `destroy`. 16 bytes is the strictest alignment that Swift values have.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: ringOffset + byteCount, alignment: 16)
        let record = unsafe memory.bindMemory(to: ChannelRecord.self, capacity: 1)
        unsafe record.initialize(
            to: ChannelRecord(capacity: UInt32(min(capacity, most)), site: site, owner: owner))
        let ring = unsafe ElementRing(
            memory + ringOffset, byteCount: byteCount, elementSize: elementSize,
            elementStride: elementStride)
        unsafe UnsafeMutableRawPointer(record + 1).bindMemory(to: State.self, capacity: 1)
            .initialize(to: State(ring: ring))
        return unsafe record
    }

    /// Frees a record that nobody uses any more, and whose ring is empty.
    static func destroy(_ record: UnsafeMutablePointer<ChannelRecord>) {
        // Safety: made by `make`, whose caller is its last user.
        unsafe state(of: record).deinitialize(count: 1)
        unsafe record.deinitialize(count: 1)
        unsafe UnsafeMutableRawPointer(record).deallocate()
    }
}
