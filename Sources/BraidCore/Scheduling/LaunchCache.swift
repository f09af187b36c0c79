// Scheduling › LaunchCache: memory for launches, kept by one worker.
//
// A launch lies in memory of its own only while it is queued. A program that starts goroutines by the thousand would
// ask the allocator twice for each of them, so a worker keeps what it has emptied.
//
// What one worker fills another empties, where one starts goroutines and another runs them. So they deal with a pool that
// they share, by the batch, as for stacks (see StackCache). The allocator would do the same with a lock for each.

internal import CBraidShims

@safe
struct LaunchCache: ~Copyable {
    static let capacity = 128
    static let batch = 64
    /// How many launches ahead memory is asked for that another processor has written to last.
    private static let lookahead = 8

    private let pool: LaunchPool
    // Safety: allocated in `init`, freed in deinit; the first `count` places hold memory with nothing in it.
    private let places: UnsafeMutablePointer<LaunchMemory>
    private var count = 0

    init(_ pool: LaunchPool) {
        self.pool = pool
        // Safety: see the property.
        unsafe places = .allocate(capacity: LaunchCache.capacity)
    }

    deinit {
        // Safety: the first `count` places.
        unsafe pool.give(back: UnsafeBufferPointer(start: places, count: count))
        unsafe places.deallocate()
    }

    /// Memory for one launch.
    @inline(__always)
    mutating func take() -> LaunchMemory {
        if count == 0 { refill() }
        count -= 1
        // Safety: inside the part that holds memory.
        if count >= LaunchCache.lookahead {
            unsafe braid_memory_prefetch_line(places[count - LaunchCache.lookahead])
        }
        return unsafe places[count]
    }

    /// Takes memory back that a launch was moved out of.
    @inline(__always)
    mutating func give(_ memory: LaunchMemory) {
        if count == LaunchCache.capacity { spill() }
        // Safety: `count` is below the capacity now.
        unsafe (places + count).initialize(to: memory)
        count += 1
    }

    /// Gives everything to the pool: when the worker has been displaced and may rest for long.
    mutating func drain() {
        // Safety: the first `count` places.
        unsafe pool.give(back: UnsafeBufferPointer(start: places, count: count))
        count = 0
    }

    @inline(never)
    private mutating func refill() {
        // Safety: the cache is empty and has room for a batch.
        unsafe pool.take(into: UnsafeMutableBufferPointer(start: places, count: LaunchCache.batch))
        count = LaunchCache.batch
    }

    /// The coldest half goes, the warmest stays.
    @inline(never)
    private mutating func spill() {
        // Safety: the cache is full, and the two halves do not overlap.
        unsafe pool.give(back: UnsafeBufferPointer(start: places, count: LaunchCache.batch))
        unsafe places.update(
            from: places + LaunchCache.batch, count: LaunchCache.capacity - LaunchCache.batch)
        count = LaunchCache.capacity - LaunchCache.batch
    }
}

typealias LaunchMemory = UnsafeMutablePointer<Launch>
