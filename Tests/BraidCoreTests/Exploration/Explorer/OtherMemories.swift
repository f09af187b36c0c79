// Exploration › OtherMemories: explored memory as other machines have it, and as no machine should.

@testable import BraidCore

extension Memory where Block == ExploredMemory.Block {
    static func delay(_ pauses: Int) {}
}

/// A kernel that refuses the barrier everywhere: protocols pay for their own fences.
enum FencedMemory: Memory {
    static func allocate(_ count: Int, _ name: StaticString) -> ExploredMemory.Block {
        ExploredMemory.allocate(count, name)
    }
    static func pause() { ExploredMemory.pause() }
    static func fence() { ExploredMemory.fence() }
    static func barrierEverywhere() { fatalError("there is none") }
    static var hasBarrierEverywhere: Bool { false }
    static func compilerBarrier() {}
}

/// A kernel whose barrier does nothing: what relies on it must be found to be wrong.
enum ForgetfulMemory: Memory {
    static func allocate(_ count: Int, _ name: StaticString) -> ExploredMemory.Block {
        ExploredMemory.allocate(count, name)
    }
    static func pause() { ExploredMemory.pause() }
    static func fence() {}
    static func barrierEverywhere() {}
    static var hasBarrierEverywhere: Bool { true }
    static func compilerBarrier() {}
}

/// Memory whose locked instructions are none: each is a load, and a store that others may come before.
enum TornMemory: Memory {
    static func allocate(_ count: Int, _ name: StaticString) -> Block {
        Block(whole: ExploredMemory.allocate(count, name))
    }
    static func pause() { ExploredMemory.pause() }
    static func delay(_ pauses: Int) {}
    static func fence() { ExploredMemory.fence() }
    static func barrierEverywhere() { ExploredMemory.barrierEverywhere() }
    static var hasBarrierEverywhere: Bool { true }
    static func compilerBarrier() {}

    struct Block: WordBlock {
        let whole: ExploredMemory.Block

        subscript(index: Int) -> Word { Word(whole: whole[index]) }
        func free() { whole.free() }
    }

    struct Word: AtomicWord {
        let whole: ExploredMemory.Word

        func load(_ order: LoadOrder) -> UInt { whole.load(order) }
        func store(_ value: UInt, _ order: StoreOrder) { whole.store(value, order) }
        func exchange(_ value: UInt, _ order: UpdateOrder) -> UInt { update { _ in value } }
        func compareExchange(expected: UInt, desired: UInt, _ order: UpdateOrder) -> (
            exchanged: Bool, original: UInt
        ) {
            let original = update { $0 == expected ? desired : nil }
            return (original == expected, original)
        }
        func add(_ amount: UInt, _ order: UpdateOrder) -> UInt { update { $0 &+ amount } }
        func plainLoad() -> UInt { whole.plainLoad() }
        func plainStore(_ value: UInt) { whole.plainStore(value) }
        func wait(while expected: UInt32) { whole.wait(while: expected) }
        func park(while expected: UInt32, until deadline: Instant) -> Bool {
            whole.park(while: expected, until: deadline)
        }
        func wake(_ count: Int) { whole.wake(count) }

        private func update(_ change: (UInt) -> UInt?) -> UInt {
            let before = whole.load(.acquiring)
            if let value = change(before) { whole.store(value, .releasing) }
            return before
        }
    }
}

/// A machine on which whatever is waited for with limited patience does not come in time: so that giving up is explored,
/// which otherwise no thread does as long as somebody may still write.
enum Impatient<Base: Memory>: Memory where Base.Block == ExploredMemory.Block {
    static func allocate(_ count: Int, _ name: StaticString) -> ExploredMemory.Block {
        Base.allocate(count, name)
    }
    static func pause() { Base.pause() }
    static func rounds(_ count: Int) -> Int { 1 }
    static func fence() { Base.fence() }
    static func barrierEverywhere() { Base.barrierEverywhere() }
    static var hasBarrierEverywhere: Bool { Base.hasBarrierEverywhere }
    static func compilerBarrier() { Base.compilerBarrier() }
}
