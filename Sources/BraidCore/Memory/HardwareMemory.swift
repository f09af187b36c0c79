// Memory › HardwareMemory: the memory of the program itself.
//
// Everything here is inlined into nothing but the instruction: on x86-64 a load or a store that is not sequentially
// consistent is one `mov`.

internal import CBraidShims
internal import Synchronization

/// The machine's words and the processor's own instructions.
enum HardwareMemory: Memory {
    @inline(__always)
    static func allocate(_ count: Int, _ name: StaticString) -> Block { Block(count) }

    @inline(__always)
    static func pause() { braid_spin_hint() }

    static func pause(_ round: Int) {
        if round % 128 == 0 { braid_thread_yield() } else { braid_spin_hint() }
    }

    @inline(__always)
    static func delay(_ pauses: Int) {
        for _ in 0..<pauses { braid_spin_hint() }
    }

    static func yieldThread() { braid_thread_yield() }

    @inline(__always)
    static func fence() { atomicMemoryFence(ordering: .sequentiallyConsistent) }

    static func barrierEverywhere() {
        guard braid_memory_barrier_everywhere() == 0 else { fatalError("the kernel refuses membarrier") }
    }

    /// The barrier, or nothing where the kernel has none: for those who can do with a later look.
    static func barrierEverywhereIfThere() {
        if hasBarrierEverywhere { barrierEverywhere() }
    }

    /// Asked of the kernel once. A filter of system calls that is installed later is the program's own mistake.
    @inline(__always)
    static var hasBarrierEverywhere: Bool { braid_has_barrier_everywhere() != 0 }

    @inline(__always)
    static func compilerBarrier() { braid_compiler_barrier() }

    @safe
    struct Block: WordBlock, @unchecked Sendable {
        // Safety: allocated here and freed by `free`, after which the owner of the block lets nobody use it.
        private let words: UnsafeMutablePointer<UInt>

        init(_ count: Int) {
            // Safety: allocated for so many, and all of it is initialized.
            unsafe words = CacheLines.allocate(UInt.self, count: count)
            unsafe words.initialize(repeating: 0, count: count)
        }

        static func == (left: Block, right: Block) -> Bool {
            // Safety: compares addresses only.
            unsafe left.words == right.words
        }

        subscript(index: Int) -> Word {
            @inline(__always) get {
                // Safety: the protocol's author keeps to the count that he has allocated, as with any array.
                unsafe Word(words + index)
            }
        }

        func free() {
            // Safety: allocated in `init`; integers need no end.
            unsafe words.deallocate()
        }
    }

    @safe
    struct Word: AtomicWord, @unchecked Sendable {
        // Safety: a word of a block, which its owner frees after the last use.
        let word: UnsafeMutablePointer<UInt>

        /// A word that is part of something else.
        init(_ atomic: UnsafePointer<Atomic<UInt>>) {
            // Safety: as below.
            unsafe word = UnsafeMutableRawPointer(mutating: atomic).assumingMemoryBound(to: UInt.self)
        }

        @inline(__always)
        init(_ word: UnsafeMutablePointer<UInt>) {
            // Safety: only the pointer is stored.
            unsafe self.word = word
        }

        @inline(__always)
        var atomic: UnsafeMutablePointer<Atomic<UInt>> {
            // Safety: an atomic integer has the layout of the integer; plain and atomic accesses to one word are ordered
            // by whoever uses both.
            unsafe UnsafeMutableRawPointer(word).assumingMemoryBound(to: Atomic<UInt>.self)
        }
    }
}
