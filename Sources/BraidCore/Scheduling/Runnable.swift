// Scheduling › Runnable: what a run queue holds, in one word.
//
// A fiber that can go on, or a launch that has no stack yet. The lowest bit of the pointer says which.

internal import CBraidShims

@safe
struct Runnable: @unchecked Sendable {
    // Safety: a fiber's context, or a launch allocated by `launch(_:)` and freed by `take`; owned by whoever holds the
    // runnable, which is one queue or one worker at a time.
    private let bits: UInt

    enum Kind {
        case fiber(Fiber)
        case launch(Launch)
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

    /// What it is. Ends the runnable: call once.
    consuming func take() -> Kind {
        if bits & 1 == 0 {
            // Safety: the address of a live fiber's context.
            guard let context = unsafe UnsafeMutablePointer<braid_context>(bitPattern: bits) else {
                fatalError("an empty runnable")
            }
            return .fiber(unsafe Fiber(context: context))
        }
        // Safety: allocated by `launch(_:)`, and this is its only holder.
        guard let memory = unsafe UnsafeMutablePointer<Launch>(bitPattern: bits & ~1) else {
            fatalError("an empty runnable")
        }
        defer { unsafe memory.deallocate() }
        return .launch(unsafe memory.move())
    }
}
