// Exploration › ExploredMemory: the memory that protocols are given in an exploration.

@testable import BraidCore

enum ExploredMemory: Memory {
    private static var execution: Execution {
        guard let execution = unsafe Execution.current else {
            fatalError("explored memory outside an exploration")
        }
        return execution
    }

    static func allocate(_ count: Int, _ name: StaticString) -> Block {
        Block(first: execution.allocate(count, name), count: count)
    }

    static func pause() { execution.pause() }
    static func fence() { execution.fence() }
    static func barrierEverywhere() { execution.barrierEverywhere() }
    static var hasBarrierEverywhere: Bool { true }
    /// The explorer moves nothing that the compiler could.
    static func compilerBarrier() {}

    struct Block: WordBlock {
        let first: Int
        let count: Int

        subscript(index: Int) -> Word {
            precondition((0..<count).contains(index), "word \(index) of a block of \(count)")
            return Word(index: first + index)
        }

        /// The last reference to an object with words may go after the end of an execution, whose memory goes anyway.
        func free() { unsafe Execution.current?.free(first, count) }
    }

    struct Word: AtomicWord {
        let index: Int

        func load(_ order: LoadOrder) -> UInt { execution.load(index, order) }
        func store(_ value: UInt, _ order: StoreOrder) { execution.store(index, value, order) }

        func exchange(_ value: UInt, _ order: UpdateOrder) -> UInt {
            execution.update(index, order, "exchange(\(value), \(order))") { _ in value }
        }

        func compareExchange(expected: UInt, desired: UInt, _ order: UpdateOrder) -> (
            exchanged: Bool, original: UInt
        ) {
            let original = execution.update(
                index, order, "compareExchange(\(expected), \(desired), \(order))"
            ) {
                $0 == expected ? desired : nil
            }
            return (original == expected, original)
        }

        func add(_ amount: UInt, _ order: UpdateOrder) -> UInt {
            execution.update(index, order, "add(\(Int(bitPattern: amount)), \(order))") { $0 &+ amount }
        }

        /// What the protocols that are generic do without.
        func bitwiseOr(_ bits: UInt, _ order: UpdateOrder) -> UInt {
            execution.update(index, order, "bitwiseOr(\(bits), \(order))") { $0 | bits }
        }

        func bitwiseAnd(_ bits: UInt, _ order: UpdateOrder) -> UInt {
            execution.update(index, order, "bitwiseAnd(\(bits), \(order))") { $0 & bits }
        }

        func plainLoad() -> UInt { execution.plainLoad(index) }
        func plainStore(_ value: UInt) { execution.plainStore(index, value) }
        func wait(while expected: UInt32) { _ = execution.wait(index, while: expected, hasDeadline: false) }
        func park(while expected: UInt32, until deadline: Instant) -> Bool {
            execution.wait(index, while: expected, hasDeadline: deadline != .never)
        }
        func wake(_ count: Int) { execution.wake(index, count) }
    }

    /// A mutex, for models of what the core does under one: its own futex is not modelled, its order is.
    struct Lock {
        private let word = ExploredMemory.allocate(1, "lock")[0]

        func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
            execution.lock(word.index)
            defer { execution.unlock(word.index) }
            return try body()
        }
    }
}
