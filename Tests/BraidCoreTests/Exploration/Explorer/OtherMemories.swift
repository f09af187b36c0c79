// Exploration › OtherMemories: explored memory as other machines have it, and as no machine should.

@testable import BraidCore

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
