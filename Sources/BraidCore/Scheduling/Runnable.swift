// Scheduling › Runnable: what a run queue holds, in one word.
//
// A fiber that can go on, a launch that has no stack yet, or a turn of an event loop that a seeded scheduler drives. The
// lowest two bits of the pointer say which.

internal import CBraidShims

@safe
struct Runnable: @unchecked Sendable {
    // Safety: a fiber's context, a launch or a loop that `take` frees or releases; owned by whoever holds the
    // runnable, which is one queue or one worker at a time.
    private let bits: UInt

    /// Nothing.
    static let none = Runnable(bits: 0)

    var isNone: Bool {
        @inline(__always) get { bits == 0 }
    }

    enum Kind {
        case fiber(Fiber)
        case launch(Launch)
        case turn(EventLoop)
    }

    static func fiber(_ fiber: Fiber) -> Runnable {
        // Safety: keeps the address only.
        unsafe Runnable(bits: UInt(bitPattern: fiber.context))
    }

    static func launch(_ launch: Launch) -> Runnable {
        // Safety: freed by `take`.
        let memory = UnsafeMutablePointer<Launch>.allocate(capacity: 1)
        unsafe memory.initialize(to: launch)
        return Runnable(bits: UInt(bitPattern: memory) | 1)
    }

    static func turn(_ loop: EventLoop) -> Runnable {
        // Safety: the reference is released by `take`.
        unsafe Runnable(bits: UInt(bitPattern: Unmanaged.passRetained(loop).toOpaque()) | 2)
    }

    /// The fiber, if it is one. Does not end the runnable.
    @inline(__always)
    var fiber: Fiber? {
        // Safety: the address of a live fiber's context, since the mark is that of a fiber.
        guard bits & 3 == 0, let context = unsafe UnsafeMutablePointer<braid_context>(bitPattern: bits)
        else { return nil }
        return unsafe Fiber(context: context)
    }

    /// Whether it is a goroutine that has not begun.
    @inline(__always)
    var isLaunch: Bool { bits & 3 == 1 }

    /// What it is. Ends the runnable: call once.
    consuming func take() -> Kind {
        if bits & 3 == 0 {
            // Safety: the address of a live fiber's context.
            guard let context = unsafe UnsafeMutablePointer<braid_context>(bitPattern: bits) else {
                fatalError("an empty runnable")
            }
            return .fiber(unsafe Fiber(context: context))
        }
        if bits & 2 != 0 {
            // Safety: the reference that `turn(_:)` retained.
            guard let loop = unsafe UnsafeRawPointer(bitPattern: bits & ~3) else {
                fatalError("an empty runnable")
            }
            return .turn(unsafe Unmanaged<EventLoop>.fromOpaque(loop).takeRetainedValue())
        }
        // Safety: allocated by `launch(_:)`, and this is its only holder.
        guard let memory = unsafe UnsafeMutablePointer<Launch>(bitPattern: bits & ~3) else {
            fatalError("an empty runnable")
        }
        defer { unsafe memory.deallocate() }
        return .launch(unsafe memory.move())
    }
}
