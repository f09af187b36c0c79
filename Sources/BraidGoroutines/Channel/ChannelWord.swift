// Channel › ChannelWord: what is in a channel and who waits there, in one word that is seen without the channel's lock.
//
// How many values are in the ring, three flags, and a number that every change of the rest makes another. Each change is one
// addition and one store, so saying what has changed costs a channel next to nothing; a flag is set only when it was clear
// and cleared only when it was set, and the number is at the top, where it may overflow.
//
// Layout, from below: 29 bits for the values, `closed`, `receiversWait`, `sendersWait`, 32 bits for the number of changes.
// Flags and values are the lower half, because that is a register of its own: with any flag set it is no number below a
// capacity. The number comes round after four thousand million changes, some forty seconds on end: see Design/0030.
//
// Invariants, under the lock:
//  - `receiversWait` and `sendersWait` are set exactly while somebody is in that queue.
//  - `receiversWait` is set only while the ring is empty, `sendersWait` only while it is full.

struct ChannelWord: Equatable {
    private var bits: UInt64

    init(_ bits: UInt64) {
        self.bits = bits
    }

    /// As it is stored.
    var stored: UInt64 { bits }

    /// The most values that can be counted.
    static let mostValues: UInt32 = 1 << 29 - 1

    private static let closed: UInt32 = 1 << 29
    private static let receiversWait: UInt32 = 1 << 30
    private static let sendersWait: UInt32 = 1 << 31
    private static let change: UInt64 = 1 << 32

    @inline(__always) private var now: UInt32 { UInt32(truncatingIfNeeded: bits) }

    @inline(__always) var count: Int { Int(now & ChannelWord.mostValues) }
    @inline(__always) var isClosed: Bool { now & ChannelWord.closed != 0 }
    @inline(__always) var receiversWait: Bool { now & ChannelWord.receiversWait != 0 }
    @inline(__always) var sendersWait: Bool { now & ChannelWord.sendersWait != 0 }

    /// Whether a value goes into the ring and concerns nobody else: there is room, it is open, and nobody waits.
    @inline(__always) func hasOnlyRoom(of capacity: UInt32) -> Bool { now < capacity }

    /// Whether a value comes out of the ring and concerns nobody else.
    @inline(__always) var hasOnlyValues: Bool { !sendersWait && now & ChannelWord.mostValues != 0 }

    /// Whether one who receives probably need not wait; one who is told that he must, must.
    @inline(__always)
    var promisesValue: Bool { now & ~ChannelWord.receiversWait != 0 }

    /// Whether one who sends probably need not wait; one who is told that he must, must.
    @inline(__always)
    func promisesRoom(of capacity: UInt32) -> Bool {
        now & (ChannelWord.closed | ChannelWord.receiversWait) != 0
            || now & ChannelWord.mostValues < capacity
    }

    @inline(__always) var withOneMore: ChannelWord { adding(1) }
    @inline(__always) var withOneLess: ChannelWord { subtracting(1) }
    @inline(__always) var withReceivers: ChannelWord { adding(ChannelWord.receiversWait) }
    @inline(__always) var withoutReceivers: ChannelWord { subtracting(ChannelWord.receiversWait) }
    @inline(__always) var withSenders: ChannelWord { adding(ChannelWord.sendersWait) }
    @inline(__always) var withoutSenders: ChannelWord { subtracting(ChannelWord.sendersWait) }
    @inline(__always) var closing: ChannelWord { adding(ChannelWord.closed) }

    @inline(__always)
    private func adding(_ part: UInt32) -> ChannelWord {
        ChannelWord(bits &+ (ChannelWord.change + UInt64(part)))
    }

    /// What is carried out of the lower half counts as the change.
    @inline(__always)
    private func subtracting(_ part: UInt32) -> ChannelWord {
        ChannelWord(bits &+ (ChannelWord.change - UInt64(part)))
    }
}
