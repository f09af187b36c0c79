// Scheduling › LaunchCache: memory for launches, kept by one worker.
//
// A launch lies in memory of its own only while it is queued. A program that starts goroutines by the thousand would
// ask the allocator twice for each of them, so a worker keeps what it has emptied.
//
// What one worker fills another empties, where one starts goroutines and another runs them. So they deal with a pool that
// they share, by the batch, as for stacks (see StackCache). The allocator would do the same with a lock for each.

internal import CBraidShims
internal import Glibc
internal import Synchronization

@safe
struct LaunchCache: ~Copyable {
    static let capacity = 128
    static let batch = 64
    /// How many launches ahead memory is asked for that another processor has written to last.
    private static let lookahead = 2

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

    /// Memory that nobody has used yet. Straight from the allocator: Swift asks it for an alignment, which takes longer.
    static func fresh() -> LaunchMemory {
        // Safety: of a launch's size, and aligned for anything that is no vector.
        guard let memory = unsafe malloc(MemoryLayout<Launch>.stride) else {
            fatalError("no memory for a goroutine")
        }
        return unsafe memory.assumingMemoryBound(to: Launch.self)
    }

    /// Memory for one launch.
    @inline(__always)
    mutating func take() -> LaunchMemory {
        // Safety: inside the part that holds memory.
        if count == 0 {
            unsafe count = pool.take(
                into: UnsafeMutableBufferPointer(start: places, count: LaunchCache.batch))
            if count == 0 { return unsafe LaunchCache.fresh() }
        }
        count -= 1
        if count >= LaunchCache.lookahead {
            unsafe braid_memory_prefetch(places[count - LaunchCache.lookahead])
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

/// Memory for launches that no worker has use for at the moment.
final class LaunchPool: Sendable {
    private static let limit = 8_192

    @safe
    private struct State: ~Copyable {
        // Safety: memory with nothing in it, the pool's alone.
        var places: [LaunchMemory] = unsafe []
    }

    private let state = Guarded(.stacks, State())
    /// Whether there is anything, to be read without the lock.
    private let isEmpty = Atomic<Bool>(true)

    deinit {
        // Safety: nobody else has the memory.
        state.withLock { state in unsafe state.places.forEach { unsafe free($0) } }
    }

    /// Fills the buffer as far as there is memory, and says how far.
    func take(into buffer: UnsafeMutableBufferPointer<LaunchMemory>) -> Int {
        if isEmpty.load(ordering: .relaxed) { return 0 }
        return state.withLock { state in
            // Safety: the caller's buffer, and memory that is in nobody's use.
            let count = unsafe min(buffer.count, state.places.count)
            _ = unsafe buffer.initialize(fromContentsOf: state.places.suffix(count))
            unsafe state.places.removeLast(count)
            unsafe isEmpty.store(state.places.isEmpty, ordering: .relaxed)
            return count
        }
    }

    /// Takes memory back with nothing in it. What is too much is freed.
    func give(back memory: UnsafeBufferPointer<LaunchMemory>) {
        // Safety: the caller gives it up.
        let isKept = state.withLock { state in
            guard unsafe state.places.count + memory.count <= LaunchPool.limit else { return false }
            unsafe state.places.append(contentsOf: memory)
            isEmpty.store(false, ordering: .relaxed)
            return true
        }
        if isKept { return }
        unsafe memory.forEach { unsafe free($0) }
    }
}
