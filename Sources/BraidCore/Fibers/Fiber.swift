// Fibers › Fiber: a goroutine that has a stack.
//
// The handle is one pointer to a record at the top of the fiber's own stack, so it costs nothing to copy and nothing
// is counted. A record lives from the moment a worker gives a launch its stack until the body has returned and the
// worker has switched away for the last time.
//
// Invariants:
//  - `context.running` is set by the worker that resumes the fiber, before the switch to it, and cleared by the switch
//    away from it. Whoever takes a fiber from a queue waits until it is clear: it may have been made runnable between
//    publishing its waiter and leaving its stack.
//  - A fiber is in at most one run queue at a time.
//  - Only the worker that runs a fiber touches its record, except for the waiter, whose rules are in Waiter, and for what
//    reports look at (see Glimpse).

internal import CBraidShims
internal import Synchronization

@safe
struct FiberRecord: ~Copyable {
    /// First, so that the context's address is the record's.
    // Safety: an empty context; `Fiber.init` prepares it before anybody switches to it.
    var context = unsafe braid_context()
    /// The order of what follows is that of `braid_fiber_record` (see braid_overflow.h).
    let scheduler: Unmanaged<Scheduler>
    var waiter: WaiterRecord
    /// What others may look at while the fiber runs, as the mark and the identity.
    var wait = braid_wait_note()
    var mark = BRAID_FIBER_MARK
    // Safety: filled by `introduce`; others read it through a glimpse, which knows a torn one.
    var identity = unsafe braid_fiber_identity()
    let stack: Stack

    init(stack: Stack, scheduler: Unmanaged<Scheduler>, waiter: consuming WaiterRecord) {
        self.stack = stack
        // Safety: the scheduler outlives its fibers.
        unsafe self.scheduler = scheduler
        self.waiter = waiter
        describe(stack)
    }
}

@safe
package struct Fiber: Equatable, @unchecked Sendable {
    // Safety: see the file header for who may use the record when.
    private let record: UnsafeMutablePointer<FiberRecord>

    /// A fiber for a launch, which is moved out of `memory`, on a fresh or reused stack; nothing runs yet.
    init(_ memory: UnsafeMutablePointer<Launch>, on stack: Stack, scheduler: Unmanaged<Scheduler>) {
        // Safety: the top of a stack that belongs to nobody else.
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_stack_begins(stack.base, stack.size) }
        unsafe record = Fiber.place(on: stack)
        let waiter = WaiterRecord(.fiber(self))
        unsafe record.initialize(
            to: FiberRecord(stack: stack, scheduler: scheduler, waiter: waiter))
        unsafe launch.moveInitialize(from: memory, count: 1)
        unsafe record.pointee.introduce(launch)
        unsafe braid_context_prepare(context, record)
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_fiber_created(context) }
    }

    package static func == (left: Fiber, right: Fiber) -> Bool {
        // Safety: compares addresses only.
        unsafe left.record == right.record
    }

    /// Whether its stack is in use.
    var isRunning: Bool {
        // Safety: the flag of a live fiber is read atomically.
        @inline(__always) get { unsafe braid_context_is_running(context) != 0 }
    }

    /// The fiber that runs on this thread. Nil on a plain thread, and inside a Swift task wherever that runs.
    package static var current: Fiber? {
        guard let fiber = Worker.current?.fiber, braid_swift_in_task() == 0 else { return nil }
        return fiber
    }

    /// Whether a Swift task runs on this thread.
    static var isInTask: Bool { braid_swift_in_task() != 0 }

    /// The fiber that lives on a stack, if one does. It may begin or end at this moment.
    init?(on stack: Stack) {
        // Safety: the memory is mapped, and zero where no fiber has been yet.
        unsafe record = Fiber.place(on: stack)
        // Safety: a record begins as the C structure does; a test compares.
        let visible = unsafe UnsafeMutableRawPointer(record).assumingMemoryBound(to: braid_fiber_record.self)
        guard unsafe braid_glimpse_is_there(visible) != 0 else { return nil }
    }

    /// The top of the stack, in whole lines of the cache: a record, and behind it the launch, each of them initialized by
    /// itself, because a launch is moved in as a whole.
    private static func place(on stack: Stack) -> UnsafeMutablePointer<FiberRecord> {
        // Safety: inside the stack.
        unsafe (stack.top - recordSize - launchSize).assumingMemoryBound(to: FiberRecord.self)
    }

    private static var recordSize: Int {
        @inline(__always) get { (MemoryLayout<FiberRecord>.stride + 63) & ~63 }
    }
    private static var launchSize: Int { @inline(__always) get { (MemoryLayout<Launch>.stride + 63) & ~63 } }

    var context: UnsafeMutablePointer<braid_context> {
        // Safety: the context is the record's first field.
        unsafe UnsafeMutableRawPointer(record).assumingMemoryBound(to: braid_context.self)
    }

    private var launch: UnsafeMutablePointer<Launch> {
        // Safety: `place` leaves room for it behind the record.
        unsafe (UnsafeMutableRawPointer(record) + Fiber.recordSize).assumingMemoryBound(to: Launch.self)
    }

    init(context: UnsafeMutablePointer<braid_context>) {
        // Safety: only called with the address of a record's first field.
        unsafe record = UnsafeMutableRawPointer(context).assumingMemoryBound(to: FiberRecord.self)
    }

    // Safety: `stack`, `scheduler` and all of `launch` that is read here never change while the record lives.
    var stack: Stack { unsafe record.pointee.stack }
    package var id: UInt64 { unsafe launch.pointee.id }
    package var name: String? { unsafe launch.pointee.name }
    package var site: CreationSite { unsafe launch.pointee.site }
    package var listener: (any EndListener)? { unsafe launch.pointee.end.listener }
    var group: GroupMembership { unsafe launch.pointee.end.group }
    package var waitReason: WaitReason { unsafe WaitReason(visible: record.pointee.wait.reason) }
    /// What it says of its wait. For its scheduler's thread alone, or for itself.
    package var waitSubject: WaitSubject? { unsafe WaitSubject(record.pointee.wait) }

    /// The scheduler outlives its fibers.
    package var scheduler: Scheduler {
        // Safety: as above.
        unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { $0 }
    }

    /// Queues it, without counting a reference to its scheduler: it is next where its wait was ended.
    @inline(__always)
    func resume() {
        Trace.noteReady(self)
        // Safety: the scheduler outlives its fibers.
        unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { $0.resume(self) }
    }

    var waiter: Waiter {
        // Safety: the waiter's rules say who may use it when; its address is the record's. To ask for that is no access, as `&`
        // would be: others may look at its word.
        unsafe withUnsafePointer(to: record.pointee.waiter) {
            unsafe Waiter(UnsafeMutablePointer(mutating: $0))
        }
    }

    /// Calls `body` with what others may look at, and where the launch has its number.
    func withVisible<Result>(
        _ body: (UnsafeMutablePointer<braid_fiber_record>, UnsafePointer<UInt64>) -> Result
    ) -> Result {
        // Safety: a record begins as the C structure does, and a launch with its number; a test compares.
        unsafe body(
            UnsafeMutableRawPointer(record).assumingMemoryBound(to: braid_fiber_record.self),
            UnsafeRawPointer(launch).assumingMemoryBound(to: UInt64.self))
    }

    /// Whether its wait has not been ended yet. From any thread.
    var isWaitOpen: Bool {
        // Safety: its memory is mapped, and the word is atomic.
        unsafe record.pointee.waiter.isOpen
    }

    /// Where its record begins: all that it calls lies below.
    var stackEnd: UInt64 {
        // Safety: keeps the address only.
        unsafe UInt64(UInt(bitPattern: record))
    }

    /// What a report calls it.
    package var title: String {
        let label = name.map { " \"\($0)\"" } ?? ""
        return "goroutine \(id)\(label) created at \(site)"
    }

    /// Leaves the fiber until it is made runnable. Called on the fiber itself, after its waiter was published.
    func park(_ reason: WaitReason, of site: CreationSite) {
        note.begin(reason, of: site)
        Trace.note(.parked, of: self)
        Worker.leave(self)
        Trace.note(.resumed, of: self)
        note.end()
    }

    /// Where it says what it waits for.
    var note: WaitNote {
        // Safety: in the fiber's record, which lives as long as the fiber.
        unsafe withUnsafeMutablePointer(to: &record.pointee.wait) { unsafe WaitNote($0) }
    }

    /// Lets others run. Called on the fiber itself.
    package func yield() {
        LockRank.assertNoneHeld()
        Trace.note(.yielded, of: self)
        // Safety: the scheduler outlives its fibers.
        unsafe record.pointee.scheduler._withUnsafeGuaranteedRef { $0.enqueue(.fiber(self)) }
        Worker.leave(self)
        Trace.note(.resumed, of: self)
    }

    /// The same by way of the queue of all workers, so that the fiber probably goes on elsewhere.
    func yieldToAll() {
        LockRank.assertNoneHeld()
        Trace.note(.yielded, of: self)
        scheduler.enqueueForAll(.fiber(self))
        Worker.leave(self)
        Trace.note(.resumed, of: self)
    }

    /// Runs the body to its end, on the fiber's own stack. What the body holds is released here too.
    func run() {
        Trace.note(.begun, of: self)
        runBody()
        Trace.note(.ended, of: self)
    }

    /// A function of its own, so that the body is let go of before anybody is told that it has ended.
    @inline(never)
    private func runBody() {
        // Safety: the fiber's own launch, whose body is there until now, and never looked at again.
        let body = unsafe withUnsafeMutablePointer(to: &launch.pointee.body) {
            unsafe LaunchBody.Once($0.move())
        }
        do {
            try body.call()
        } catch {
            UncaughtError.report(error, in: self)
        }
    }

    /// Puts another goroutine, which is moved out of `memory`, in the place of the one that has ended, on the same stack.
    /// Called on the fiber itself.
    func begin(_ memory: UnsafeMutablePointer<Launch>) {
        // Safety: the body of the one before has returned, so this thread is the only user of its launch, of which nothing
        // is left but the name. The record and its context go on in use.
        unsafe launch.pointee.forgetName()
        unsafe launch.moveInitialize(from: memory, count: 1)
        unsafe record.pointee.introduce(launch)
    }

    /// Tells who waits for its end, together with that of `others` of its group. On the fiber itself: the reference to the
    /// listener may be the last one, as to a spawned goroutine that nobody joins, and then what goes with it may run anything.
    ///
    /// True if it may have waited, and go on on another worker.
    @inline(__always)
    func tellEnd(andOf others: Int) -> Bool {
        // Safety: the fiber's own launch.
        unsafe launch.pointee.end.group.tell(1 + others)
        guard let listener = unsafe launch.pointee.end.takeListener() else { return false }
        listener.goroutineHasEnded()
        return true
    }

    /// Ends the record, in which nothing is left that would have to be ended by itself: it refers to a fiber and to a
    /// scheduler without counting. The stack may be used for another fiber afterwards.
    @inline(__always)
    func destroy() -> Stack {
        // Safety: the body has returned and the stack was left for good, so the caller is the record's only user.
        if braid_sanitizer_active != 0 { unsafe braid_sanitizer_fiber_destroyed(context) }
        unsafe record.pointee.mark = 0
        unsafe launch.pointee.forgetName()
        return self.stack
    }
}
