// Memory › CacheLines: memory that shares no cache line with anything else.
//
// For what one thread writes all the time. The allocator would put something beside it that another thread reads or writes, and
// the two would take the line from each other: a hundred nanoseconds each time, in one run of a program and not in the next.

enum CacheLines {
    /// Two lines, because processors fetch them in pairs.
    static let size = 128

    /// Memory for so many, which `deallocate` frees.
    static func allocate<Element: ~Copyable>(_ type: Element.Type, count: Int = 1) -> UnsafeMutablePointer<
        Element
    > {
        let bytes = count * MemoryLayout<Element>.stride
        // Safety: the caller's, with nothing in it.
        return unsafe UnsafeMutableRawPointer.allocate(
            byteCount: (bytes + size - 1) / size * size, alignment: size
        ).bindMemory(to: Element.self, capacity: count)
    }
}
