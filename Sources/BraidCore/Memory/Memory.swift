// Memory › Memory: what lock-free protocols are written against.
//
// A protocol between threads — a ring that others steal from, a worker that goes to sleep while work is pushed — is
// right when it is right in every interleaving, and no test on real threads sees more than a few of them. So each one is
// written once, generic over a memory. In the program that is `HardwareMemory`: words in raw memory and the processor's
// own instructions, all inlined. In the tests it is the explorer's, which hands control back at every operation and
// tries, one after another, all orders in which threads can run and store buffers can drain.
//
// How to write such a protocol:
//  - All that two threads touch is a word of a block. Handles to words and blocks are copied freely.
//  - State of one thread only may be an ordinary variable; state that changes hands is a plain word, because the explorer
//    then checks that it does so in order.
//  - A loop that waits for somebody else calls `pause` in every round. What it does next depends on nothing but what it looks at
//    in a round: the explorer lets it look again when some of that has changed.
//  - No choice may depend on anything but the memory: no clock, no address, no hash seed. The explorer replays.
//
// Roads rejected:
//  - `Atomic<UInt>` in the protocol and a patched copy of the source in the tests: the copy drifts.
//  - A class with virtual methods instead of a generic parameter: a relaxed load costs a call.
//  - A memory that is passed along as a value: every ring would carry it, to say what its type says already.

/// Words that threads share, and the fences between what they do with them.
protocol Memory {
    associatedtype Word: AtomicWord
    associatedtype Block: WordBlock where Block.Word == Word

    /// Words that are zero. `name` is what the explorer calls them in a schedule that fails. To be freed with `free`.
    static func allocate(_ count: Int, _ name: StaticString) -> Block

    /// Between the rounds of a loop that waits for another thread to write something.
    static func pause()

    /// The same where the other thread may have lost its processor: gives ours away in some of the rounds.
    static func pause(_ round: Int)

    /// Lets the time of so many pauses go by, whoever does what meanwhile. Nothing to the explorer, for which time is what
    /// others do.
    static func delay(_ pauses: Int)

    /// How often to look for what usually comes soon, before doing something else. `count` in the program; the explorer has a
    /// memory under which it is once, so that the something else is explored too.
    static func rounds(_ count: Int) -> Int

    /// A sequentially consistent fence: later loads come after earlier stores. It empties the store buffer.
    static func fence()

    /// As if every other running thread of the process had executed a fence at some moment during the call, so that a
    /// frequent side can do without one (`compilerBarrier`) and the rare side pays for both. Where `hasBarrierEverywhere` is
    /// false (an old kernel, or a filter of system calls) it may not be called.
    static func barrierEverywhere()
    static var hasBarrierEverywhere: Bool { get }

    /// Keeps the compiler, not the processor, from moving memory accesses across it: the cheap half of
    /// `barrierEverywhere`.
    static func compilerBarrier()
}

/// Consecutive words of a `Memory`.
/// Two are equal if they are the same words.
protocol WordBlock: Sendable, Equatable {
    associatedtype Word: AtomicWord

    subscript(index: Int) -> Word { get }

    /// Gives the words back. Nobody may use them afterwards.
    func free()
}

extension Memory {
    static func pause(_ round: Int) { pause() }

    @inline(__always)
    static func rounds(_ count: Int) -> Int { count }

    /// Words to leave between two that different threads write often: a processor fetches cache lines in pairs.
    static var wordsApart: Int { CacheLines.size / MemoryLayout<UInt>.stride }
}
