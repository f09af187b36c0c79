// Scheduling › Runnable: what a run queue holds, in one word.
//
// A fiber that can go on, a launch that has no stack yet, a turn of an event loop that a seeded scheduler drives, or a
// Swift job. The lowest two bits of the pointer say which.

internal import CBraidShims

@safe
struct Runnable: @unchecked Sendable {
    // Safety: a fiber's context, a launch, or a loop that `take` releases; owned by whoever holds the runnable, which is
    // one queue or one worker at a time.
    private let bits: UInt

    static func job(_ job: UnownedJob) -> Runnable {
        // Safety: a job is one pointer, aligned to 16 bytes.
        Runnable(bits: unsafe unsafeBitCast(job, to: UInt.self) | 3)
    }

    /// Nothing.
    static let none = Runnable(bits: 0)

    var isNone: Bool {
        @inline(__always) get { bits == 0 }
    }

    @safe
    enum Kind {
        case fiber(Fiber)
        case launch(UnsafeMutablePointer<Launch>)
        case turn(EventLoop)
        case job(UnownedJob)
    }

    static func fiber(_ fiber: Fiber) -> Runnable {
        // Safety: keeps the address only.
        unsafe Runnable(bits: UInt(bitPattern: fiber.context))
    }

    /// A launch, in memory that whoever takes it frees.
    static func launch(_ memory: UnsafeMutablePointer<Launch>) -> Runnable {
        // Safety: keeps the address only.
        Runnable(bits: UInt(bitPattern: memory) | 1)
    }

    static func turn(_ loop: EventLoop) -> Runnable {
        // Safety: the reference is released by `take`.
        unsafe Runnable(bits: UInt(bitPattern: Unmanaged.passRetained(loop).toOpaque()) | 2)
    }

    /// Asks for the record of a fiber and for the frames below it, which were not touched since it was left.
    @inline(__always)
    func prefetch() {
        // Safety: only asked for; an address that is not there does no harm.
        guard bits & 3 == 0, let record = unsafe UnsafeRawPointer(bitPattern: bits) else { return }
        unsafe braid_memory_prefetch(record)
        unsafe braid_memory_prefetch(record - 128)
        unsafe braid_memory_prefetch(record - 256)
        unsafe braid_memory_prefetch(record - 384)
    }

    /// The fiber, if it is one. Does not end the runnable.
    @inline(__always)
    var fiber: Fiber? {
        // Safety: the address of a live fiber's context, since the mark is that of a fiber.
        guard bits & 3 == 0, let context = unsafe UnsafeMutablePointer<braid_context>(bitPattern: bits)
        else { return nil }
        return unsafe Fiber(context: context)
    }

    /// The launch, if it is one.
    @inline(__always)
    var launch: UnsafeMutablePointer<Launch>? {
        // Safety: the memory that `launch(_:)` was given, since the mark is that of a launch.
        bits & 3 == 1 ? unsafe UnsafeMutablePointer(bitPattern: bits & ~3) : nil
    }

    /// The group that waits for it, if it is a goroutine of one.
    @inline(__always)
    var group: GroupMembership {
        // Safety: the caller keeps what it is from running.
        if let launch = unsafe launch { return unsafe launch.pointee.end.group }
        return isNone ? .none : fiber?.group ?? .none
    }

    /// What it is. Ends the runnable: call once.
    consuming func take() -> Kind {
        if let fiber { return .fiber(fiber) }
        // Safety: whoever takes it owns it.
        if let launch = unsafe launch { return unsafe .launch(launch) }
        // Safety: a job is one pointer, and this one was stored by `job(_:)`.
        if bits & 3 == 3 { return .job(unsafe unsafeBitCast(bits & ~3, to: UnownedJob.self)) }
        // Safety: the reference that `turn(_:)` retained.
        guard let loop = unsafe UnsafeRawPointer(bitPattern: bits & ~3) else {
            fatalError("an empty runnable")
        }
        return .turn(unsafe Unmanaged<EventLoop>.fromOpaque(loop).takeRetainedValue())
    }
}
