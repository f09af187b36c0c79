// Scheduling › LaunchCache: memory for launches, kept by one worker.
//
// A launch lies in memory of its own only while it is queued. A program that starts goroutines by the thousand would
// ask the allocator twice for each of them, so a worker keeps what it has emptied, as a list linked through it.
//
// Used by the worker that owns it only. What one worker fills another may empty, so the list has a limit.

@safe
struct LaunchCache: ~Copyable {
    private static let limit = 4_096

    // Safety: memory that `give` was handed, with nothing in it but the link to the next.
    private var first: UnsafeMutablePointer<Launch>?
    private var count = 0

    init() {
        // Safety: an empty list.
        unsafe first = nil
    }

    deinit {
        // Safety: the list is this cache's alone.
        var next = unsafe first
        while let memory = unsafe next {
            unsafe next = LaunchCache.link(of: memory).pointee
            unsafe memory.deallocate()
        }
    }

    private static func link(of memory: UnsafeMutablePointer<Launch>) -> UnsafeMutablePointer<
        UnsafeMutablePointer<Launch>?
    > {
        // Safety: a launch is larger than a pointer, and there is none in this memory.
        unsafe UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UnsafeMutablePointer<Launch>?.self)
    }

    /// Memory for one launch.
    @inline(__always)
    mutating func take() -> UnsafeMutablePointer<Launch> {
        // Safety: the head of the list is in nobody's use.
        guard let memory = unsafe first else { return .allocate(capacity: 1) }
        unsafe first = LaunchCache.link(of: memory).pointee
        count -= 1
        return unsafe memory
    }

    /// Takes memory back that a launch was moved out of.
    @inline(__always)
    mutating func give(_ memory: UnsafeMutablePointer<Launch>) {
        // Safety: the caller has emptied it.
        guard count < LaunchCache.limit else { return unsafe memory.deallocate() }
        unsafe LaunchCache.link(of: memory).pointee = unsafe first
        unsafe first = memory
        count += 1
    }
}
