// Fibers › TravellingState: what the Swift runtime keeps per thread although it belongs to the fiber.
//
// The fact: libswiftCore keeps the list of open exclusive accesses in a thread-local word, and libswift_Concurrency
// the task-local values bound outside of a task in another. A fiber that parks inside a `modify` accessor and
// goes on on another thread dies in swift_endAccess; one that parks inside `TaskLocal.withValue` reads the values of
// whoever ran there before.
// Our decision: both words are part of a fiber's context, swapped at every switch. Neither has an exported address,
// so each is found once per process by a probe: open an access (bind a value), and look in the library's block of
// thread-local variables for the word that shows it. The offsets hold for every thread.
//
// Where the first word is not found, exported functions of the runtime move the accesses (15 ns instead of 0.5). There
// is no such function for task-local values, so a runtime in which they are not found is refused with a message:
// wrong values in silence would be worse. A test asserts that both are found here.
//
// What does not travel: C++ exceptions in flight, `errno` (the shims return it instead), the floating-point modes.

internal import CBraidShims

/// Where the words are, on every thread, relative to the thread-local block of their library.
struct TravellingLayout: Sendable {
    var openAccesses: Int?
    var taskLocals: Int?

    /// Found by a probe on the first thread that asks, which must run no Swift task.
    static let shared = TravellingLayout.probe()

    private static func probe() -> TravellingLayout {
        demand(
            braid_swift_in_task() == 0, "a goroutine scheduler cannot be started from inside a Swift task")
        return TravellingLayout(openAccesses: probeAccesses(), taskLocals: probeTaskLocals())
    }

    private static func probeAccesses() -> Int? {
        // Safety: the runtime links the record into its list between begin and end, both in this frame.
        unsafe withUnsafeTemporaryAllocation(of: UInt.self, capacity: 4) { memory in
            unsafe memory.initialize(repeating: 0)
            guard let variable = UnsafeMutableRawPointer(memory.baseAddress) else { return nil }
            let record = unsafe variable + MemoryLayout<UInt>.stride
            unsafe braid_swift_begin_access(variable, record)
            defer { unsafe braid_swift_end_access(record) }
            let address = UInt(bitPattern: record)
            return unsafe ThreadLocalBlock(defining: braid_swift_access_symbol())?.offset { word in
                unsafe word.pointee == address
            }
        }
    }

    private enum Probe {
        @TaskLocal static var value = 0
    }

    /// Makes the runtime's thread-local blocks exist on this thread.
    static func touch() {
        _ = probeAccesses()
        Probe.$value.withValue(1) {}
    }

    private static func probeTaskLocals() -> Int? {
        Probe.$value.withValue(1) {
            // The word that holds the binding is the one without which the value cannot be read any more.
            // Safety: only the symbol's address is used.
            unsafe ThreadLocalBlock(defining: braid_swift_task_symbol())?.offset { word in
                // Safety: a word of this thread's own block, put back before anything else can read it.
                let kept = unsafe word.pointee
                guard kept != 0 else { return false }
                unsafe word.pointee = 0
                let isHidden = Probe.value == 0
                unsafe word.pointee = kept
                return isHidden && Probe.value == 1
            }
        }
    }
}

/// The calling thread's block of the thread-local variables of one library.
@safe
struct ThreadLocalBlock {
    // Safety: the block belongs to this thread and lives as long as it; used on this thread only.
    private let words: UnsafeMutableBufferPointer<UInt>

    /// Nil where the library that defines `symbol` has no such block on this thread.
    init?(defining symbol: UnsafeRawPointer?) {
        var size = 0
        // Safety: asks the dynamic linker; the result is described at the property.
        guard let start = unsafe braid_thread_local_block(symbol, &size), size > 0 else { return nil }
        let count = size / MemoryLayout<UInt>.stride
        unsafe words = UnsafeMutableBufferPointer(
            start: start.assumingMemoryBound(to: UInt.self), count: count)
    }

    /// The offset in bytes of the first word that passes.
    func offset(where passes: (UnsafeMutablePointer<UInt>) -> Bool) -> Int? {
        // Safety: every index is inside the block.
        for index in unsafe words.indices {
            if let start = unsafe words.baseAddress, unsafe passes(start + index) {
                return index * MemoryLayout<UInt>.stride
            }
        }
        return nil
    }

    func word(at offset: Int) -> UnsafeMutablePointer<UnsafeMutableRawPointer?>? {
        // Safety: the offset was found in this library's block, whose layout is the same on every thread.
        unsafe UnsafeMutableRawPointer(words.baseAddress)?
            .advanced(by: offset).assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    }
}

/// The words of one thread. Made on that thread, used on that thread.
@safe
struct TravellingState {
    // Safety: both point into thread-local memory of the worker that owns this value.
    private let openAccesses: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    private let taskLocals: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// The calling thread's.
    init(_ layout: TravellingLayout) {
        // The blocks of a thread are made on first use: use both.
        TravellingLayout.touch()
        // Safety: asks for this thread's own blocks.
        unsafe openAccesses = layout.openAccesses.flatMap {
            unsafe ThreadLocalBlock(defining: braid_swift_access_symbol())?.word(at: $0)
        }
        let words = unsafe layout.taskLocals.flatMap {
            unsafe ThreadLocalBlock(defining: braid_swift_task_symbol())?.word(at: $0)
        }
        guard let words = unsafe words else {
            fatalError(
                "Braid does not know this Swift runtime: it keeps task-local values where goroutines cannot carry them"
            )
        }
        unsafe taskLocals = words
    }

    /// Whether open accesses are swapped here, or have to be moved by the runtime around each switch.
    var carriesAccesses: Bool {
        // Safety: compares the pointer only.
        unsafe openAccesses != nil
    }

    /// Puts the thread's words into `from` and those of `to` into the thread.
    @inline(__always)
    func swap(from: UnsafeMutablePointer<braid_context>, to: UnsafeMutablePointer<braid_context>) {
        // Safety: the caller owns both contexts, and the words are this thread's.
        if let openAccesses = unsafe openAccesses {
            unsafe from.pointee.open_accesses = openAccesses.pointee
            unsafe openAccesses.pointee = to.pointee.open_accesses
        }
        unsafe from.pointee.task_locals = taskLocals.pointee
        unsafe taskLocals.pointee = to.pointee.task_locals
    }
}
