// Memory › AtomicWord: one machine word that threads share.
//
// The orders are those of C11, under the names of Swift's `Synchronization`, whose own types the compiler accepts as
// literals only and which therefore cannot be handed through a protocol. Ours are ordinary enumerations: every method
// of `HardwareMemory.Word` is inlined into a call with a literal, and the `switch` over it disappears.

/// How a load is ordered against what the same thread does before and after it.
enum LoadOrder {
    /// Not at all; the word alone is read whole.
    case relaxed
    /// What the thread does afterwards stays behind the load, and sees what came before the store that it read.
    case acquiring
    /// As `acquiring`, and in one order with all other sequentially consistent operations.
    case sequential
}

/// How a store is ordered against what the same thread does before and after it.
enum StoreOrder {
    /// Not at all; the word alone is written whole.
    case relaxed
    /// What the thread did before stays before the store, for whoever acquires it.
    case releasing
    /// As `releasing`, and in one order with all other sequentially consistent operations: on x86-64 it does not wait in
    /// the store buffer.
    case sequential
}

/// How an operation that reads and writes is ordered. On x86-64 all of these are the same locked instruction.
enum UpdateOrder {
    /// Not at all.
    case relaxed
    /// As an acquiring load.
    case acquiring
    /// As a releasing store.
    case releasing
    /// Both.
    case acquiringAndReleasing
    /// Both, and in one order with all other sequentially consistent operations.
    case sequential
}

/// A handle to one word of a `Memory`. Copying the handle does not copy the word.
protocol AtomicWord: Sendable {
    func load(_ order: LoadOrder) -> UInt
    func store(_ value: UInt, _ order: StoreOrder)

    /// Writes `value`; what was there before.
    func exchange(_ value: UInt, _ order: UpdateOrder) -> UInt

    /// Writes `desired` if the word is `expected`, which never fails without cause. `original` is what was there before.
    /// An attempt that fails is a load: acquiring unless the order is relaxed or releasing.
    func compareExchange(expected: UInt, desired: UInt, _ order: UpdateOrder) -> (
        exchanged: Bool, original: UInt
    )

    /// Adds `amount`, wrapping around; what was there before. To subtract, add `0 &- amount`.
    func add(_ amount: UInt, _ order: UpdateOrder) -> UInt

    /// An ordinary access, to be used where another word's order keeps all other threads away: a data race otherwise,
    /// and undefined. The explorer and ThreadSanitizer report one.
    func plainLoad() -> UInt
    func plainStore(_ value: UInt)

    /// Sleeps while the word is `expected`, until `wake`. May return without cause, so the caller looks again.
    /// Only the low 32 bits count: it is a futex. Looking and falling asleep are one step.
    func wait(while expected: UInt32)

    /// The same, at most until `deadline`: false if that came first. What reports take for a wait of the program's own.
    func park(while expected: UInt32, until deadline: Instant) -> Bool

    /// Wakes at most `count` sleepers of `wait` and `park`. Harmless on memory that is gone.
    func wake(_ count: Int)
}
