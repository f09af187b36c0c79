// Exploration › Coroutine: the stack of a model thread.
//
// It is used for one execution after another: a body that has returned waits for the next one. The stack of an execution
// that failed in the middle is abandoned, with what its frames held: a failure is the end of an exploration.

@testable import BraidCore
import CBraidShims

@safe
final class Coroutine {
    // Safety: allocated here, freed in deinit; the exploration's thread alone uses it.
    private let context: UnsafeMutablePointer<braid_context>
    private let stack: Stack?
    private var body: (() -> Void)?
    private let state: TravellingState

    private static let stacks = StackPool()

    /// The thread's own stack, where the search runs.
    init(ofThread state: TravellingState) {
        // Safety: freed in deinit.
        unsafe context = .allocate(capacity: 1)
        unsafe context.initialize(to: braid_context())
        unsafe braid_sanitizer_adopt_thread(context)
        stack = nil
        self.state = state
    }

    /// A stack on which `body` runs each time somebody switches here, and which `body` leaves at its end.
    init(_ state: TravellingState, _ body: @escaping () -> Void) {
        let stack = Coroutine.stacks.take(size: Stack.defaultSize)
        self.stack = stack
        self.body = body
        self.state = state
        // Safety: freed in deinit; the top of a stack that nobody else has.
        unsafe context = .allocate(capacity: 1)
        unsafe context.initialize(to: braid_context())
        let entry: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void = { _, _ in
            Coroutine.begin()
        }
        #if arch(x86_64)
            // As after a call: the stack is eight bytes off its alignment, and a return would go to address zero.
            let start = unsafe stack.top - 8
            unsafe start.storeBytes(of: 0, as: UInt.self)
        #else
            let start = unsafe stack.top - 16
        #endif
        unsafe context.pointee.stack_pointer = start
        unsafe context.pointee.resume_address = unsafeBitCast(entry, to: UnsafeMutableRawPointer.self)
        unsafe braid_sanitizer_fiber_created(context)
    }

    deinit {
        // Safety: nobody switches to it any more, or back to a frame on its stack.
        if let stack {
            unsafe braid_sanitizer_fiber_destroyed(context)
            Coroutine.stacks.give(back: stack)
        }
        unsafe context.deallocate()
    }

    // Safety: set directly before the first switch to a coroutine, read by its first instruction; one exploration at a time.
    private nonisolated(unsafe) static var starting: Coroutine?

    private static func begin() {
        if braid_sanitizer_active != 0 { braid_sanitizer_switch_ended(nil) }
        guard let body = unsafe starting?.body else { fatalError("a coroutine without a body") }
        while true { body() }
    }

    /// Leaves this coroutine, which runs, for another; returns when somebody comes back.
    func go(to other: Coroutine) {
        unsafe Coroutine.starting = other
        // Safety: this one runs, the other does not.
        unsafe FiberSwitch.go(from: context, to: other.context, stack: other.stack, state: state)
    }
}
