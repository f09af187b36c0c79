// Channel › ChannelRecord: the memory of a channel, in one piece with its buffer.
//
// What a message without a buffer needs comes first and lies together, since of many channels each is a miss of the cache.

internal import BraidCore
internal import Synchronization

struct ChannelRecord: ~Copyable {
    let lock = Lock(.door)
    /// How many values the ring holds.
    let capacity: UInt32
    /// A `ChannelWord`. Written with the lock, and to be seen without, by whoever takes it for what it is: what was so a
    /// moment ago.
    let word = Atomic<UInt64>(0)
    var receivers = WaitQueue()
    var senders = WaitQueue()
    let site: CreationSite
    var ring: ElementRing
    let owner: (any ChannelOwner)?

    /// Where the ring begins.
    private static var size: Int { (MemoryLayout<ChannelRecord>.size + 15) & ~15 }

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
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size + byteCount, alignment: 16)
        let record = unsafe memory.bindMemory(to: ChannelRecord.self, capacity: 1)
        let ring = unsafe ElementRing(
            memory + size, byteCount: byteCount, elementSize: elementSize, elementStride: elementStride)
        unsafe record.initialize(
            to: ChannelRecord(
                capacity: UInt32(min(capacity, most)), site: site, ring: ring, owner: owner))
        return unsafe record
    }

    /// Frees a record that nobody uses any more, and whose ring is empty.
    static func destroy(_ record: UnsafeMutablePointer<ChannelRecord>) {
        // Safety: made by `make`, whose caller is its last user.
        unsafe record.deinitialize(count: 1)
        unsafe UnsafeMutableRawPointer(record).deallocate()
    }
}
