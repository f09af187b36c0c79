// Fibers › StackCache: the free stacks of one worker.
//
// Most goroutines are short, and the stack of one that has ended is wanted by the next that this worker starts, while
// its top is still in the processor's cache. So each worker keeps some stacks for itself, last in, first out, and
// deals with the pool, whose lock all workers share, by the batch. Filling up takes half of what the cache holds, and
// so does emptying, so that a worker which starts and ends goroutines in turn never meets the lock.
//
// A stack of another size than the default is rare: it comes from the pool and goes back to it directly.
//
// Invariants:
//  - Used by the worker that owns it only.
//  - `count` stacks of the default size lie in front of the buffer, never more than `capacity`.

@safe
struct StackCache: ~Copyable {
    static let capacity = 64
    static let batch = 32

    private let pool: StackPool
    /// The default, here to be read without a look at whether it has been worked out.
    let size = Stack.defaultSize
    // Safety: allocated in `init`, freed in `deinit`; the first `count` places hold stacks, which need no ending.
    private let stacks: UnsafeMutablePointer<Stack>
    private(set) var count = 0
    /// How many the next refill takes: few for a scheduler that never has many goroutines, as each costs a system call.
    private var refillCount = 4

    init(_ pool: StackPool) {
        self.pool = pool
        // Safety: see the property.
        unsafe stacks = .allocate(capacity: StackCache.capacity)
    }

    deinit {
        // Safety: the first `count` places hold stacks.
        unsafe pool.give(back: UnsafeBufferPointer(start: stacks, count: count))
        // Safety: allocated in `init`, and nobody else has the pointer.
        unsafe stacks.deallocate()
    }

    /// A stack of a rounded size.
    @inline(__always)
    mutating func take(size: Int) -> Stack {
        guard size == self.size else { return pool.take(size: size) }
        if count == 0 { refill() }
        count -= 1
        // Safety: inside the part that holds stacks.
        return unsafe stacks[count]
    }

    @inline(__always)
    mutating func give(_ stack: Stack) {
        guard stack.size == size else { return pool.give(back: stack) }
        if count == StackCache.capacity { spill() }
        // Safety: `count` is below the capacity now.
        unsafe (stacks + count).initialize(to: stack)
        count += 1
    }

    /// Gives everything to the pool: when the worker ends, or has been displaced and may rest for long.
    mutating func drain() {
        // Safety: the first `count` places hold stacks.
        unsafe pool.give(back: UnsafeBufferPointer(start: stacks, count: count))
        count = 0
    }

    @inline(never)
    private mutating func refill() {
        // Safety: the cache is empty and has room for a batch.
        unsafe pool.take(
            size: size, into: UnsafeMutableBufferPointer(start: stacks, count: refillCount))
        count = refillCount
        refillCount = min(2 * refillCount, StackCache.batch)
    }

    /// The coldest half goes, the warmest stays.
    @inline(never)
    private mutating func spill() {
        // Safety: the cache is full, and the two halves are of one size and do not overlap.
        unsafe pool.give(back: UnsafeBufferPointer(start: stacks, count: StackCache.batch))
        unsafe stacks.update(from: stacks + StackCache.batch, count: StackCache.capacity - StackCache.batch)
        count = StackCache.capacity - StackCache.batch
    }
}
