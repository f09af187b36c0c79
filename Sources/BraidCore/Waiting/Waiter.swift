// Waiting › Waiter: somebody who waits, whatever he is.
//
// The waist of the project is two verbs: `park(reason, of:)` gives the thread away, `ready()` makes a waiter runnable. All
// that waits — channels, wait groups, timers, descriptors, the HTTP client — is written once against `Waiter`, so the
// same call works from a goroutine and from a plain thread.
//
// A wait is: take `Waiter.current()`, publish it (link a node into a queue, under that queue's lock), unlock, `park`.
// Whoever ends the wait must first `claim` it; exactly one claim wins, whether it comes from a partner, a timer, a
// closing channel or another case of a select. The winner may then touch what the waiter left for it (its slot), and
// must call `ready()`. Between the claim and `ready()` the waiter's memory cannot go away; after `ready()` it may.
//
// Invariants:
//  - At most one wait at a time per fiber and per thread.
//  - A waiter is claimed at most once per wait, and `ready()` is called exactly once per claim.
//  - Nobody holds a `Waiter` after its wait has ended: the parked side unlinks every node before it goes on.
//
// Which orders these rest on is explored in all interleavings by ParkAndReadyExplorationTests: WaitClaim and ParkingWord are the
// source itself there, the context switch's flag is written once more.
//
// Five kinds: a fiber; a thread that is no worker (or a worker inside a Swift task: Swift jobs never run on fibers, so a
// wait inside one blocks the thread); a suspended Swift continuation; a callback of an event loop; an alarm, which starts
// a goroutine.

internal import CBraidShims
internal import Synchronization

/// How a wait ended.
@usableFromInline
@frozen
package enum Verdict: UInt8, Sendable {
    /// A partner did what was waited for.
    case done
    /// What was waited on was closed.
    case closed
    /// The deadline passed first.
    case timedOut
    /// The task that waited was cancelled.
    case cancelled
}

/// The memory of a waiter: inside its fiber, or allocated for one wait of a thread.
@usableFromInline
struct WaiterRecord: ~Copyable {
    // Safety: a continuation is resumed once, and an alarm released once, because a wait is claimed once.
    @safe
    enum Subject {
        case fiber(Fiber)
        /// And the goroutine that keeps it, if one does: for traces.
        case thread(ThreadParking, pinned: Fiber?)
        case continuation(UnsafeContinuation<Void, Never>)
        case callback(EventLoop, LoopCallback)
        case alarm(Unmanaged<Alarm>)
    }

    /// A WaitClaim's word. First, so that its address is the record's.
    private let claim = Atomic<UInt>(0)
    let subject: Subject

    init(_ subject: Subject) {
        self.subject = subject
    }

    /// From any thread.
    var isOpen: Bool {
        // Safety: the word is in the record's own storage, which stays where it is.
        unsafe withUnsafePointer(to: claim) { unsafe WaitClaim<HardwareMemory>(word: .init($0)).isOpen }
    }
}

@safe
@usableFromInline
@frozen
package struct Waiter: @unchecked Sendable {
    // Safety: the record lives in the fiber or in the thread's `withCurrent` frame, and the rules above keep it there
    // while anybody else can hold this handle.
    @usableFromInline let record: UnsafeMutablePointer<WaiterRecord>

    init(_ record: UnsafeMutablePointer<WaiterRecord>) {
        // Safety: only the pointer is stored.
        unsafe self.record = record
    }

    /// Calls `body` with the waiter for what runs here, open for one wait.
    @inlinable
    @inline(__always)
    package static func withCurrent<Result: ~Copyable, Failure: Error>(
        _ body: (Waiter) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if let waiter = ofCurrentFiber() { return try body(waiter) }
        let waiter = makeForThread()
        defer { waiter.free() }
        return try body(waiter)
    }

    @usableFromInline
    static func ofCurrentFiber() -> Waiter? {
        guard let waiter = Fiber.current?.waiter else { return nil }
        waiter.open()
        return waiter
    }

    @usableFromInline
    static func makeForThread() -> Waiter {
        // Safety: freed by `free`; the rules above say that no handle outlives the wait.
        let record = UnsafeMutablePointer<WaiterRecord>.allocate(capacity: 1)
        unsafe record.initialize(to: WaiterRecord(.thread(.current, pinned: .running)))
        let waiter = unsafe Waiter(record)
        waiter.open()
        return waiter
    }

    @usableFromInline
    func free() {
        // Safety: made by `makeForThread`, whose caller has ended the wait.
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
    }

    func open() {
        wait.open()
        // Safety: the wait has not been published, so nobody else reads the record.
        if case .thread(let parking, _) = unsafe record.pointee.subject { parking.prepare() }
    }

    /// Whether and how the wait has ended.
    @inline(__always)
    var wait: WaitClaim<HardwareMemory> {
        // Safety: whoever may ask this holds the waiter by a rule of the file header, so the record is there; the word is its
        // first.
        unsafe WaitClaim(
            word: HardwareMemory.Word(UnsafeMutableRawPointer(record).assumingMemoryBound(to: UInt.self)))
    }

    /// Ends the wait in favour of the caller, who must call `ready()` next. False if somebody else was first.
    @inline(__always)
    package func claim(_ verdict: Verdict = .done) -> Bool { wait.claim(verdict) }

    /// Asks for the waiter's memory, and for what a fiber's record has before it.
    func prefetch() {
        // Safety: only asked for; an address that is not there does no harm.
        unsafe braid_memory_prefetch(record)
        unsafe braid_memory_prefetch(UnsafeRawPointer(record) - 64)
    }

    /// Whether it is a coroutine, which goes on when its executor lets it: that may be an event loop with a call that takes
    /// long.
    package var isSuspension: Bool {
        // Safety: whoever may ask this holds the waiter by a rule of the file header, so the record is there.
        if case .continuation = unsafe record.pointee.subject { true } else { false }
    }

    /// Makes the waiter runnable. Only for the winner of `claim`, once; the waiter is not to be used afterwards.
    @inline(__always)
    package func ready() {
        // Safety: the wait is claimed and not yet ready, so the record is there.
        if case .fiber(let fiber) = unsafe record.pointee.subject {
            fiber.resume()
        } else {
            readyOtherwise()
        }
    }

    /// What is not a fiber; a function of its own, so that a fiber is made ready without what the others need.
    @inline(never)
    private func readyOtherwise() {
        // Safety: as above.
        switch unsafe record.pointee.subject {
        case .fiber: break
        case .thread(let parking, let pinned):
            if let pinned { Trace.noteReady(pinned) }
            parking.unpark()
        case .continuation(let continuation):
            // Said for ThreadSanitizer, which does not see how the runtime orders a resumption that comes before the
            // task has suspended.
            wait.repeatVerdict()
            unsafe continuation.resume()
        case .callback(let loop, let callback): loop.post(callback)
        // Safety: the timer's own reference, which ends here.
        case .alarm(let alarm): unsafe alarm.takeRetainedValue().ring()
        }
    }

    /// Gives the thread away until the wait is claimed and made ready.
    ///
    /// No lock of the core may be held. `site` is where what is waited for was made: for reports.
    package func park(_ reason: WaitReason, of site: CreationSite = .unknown) -> Verdict {
        LockRank.assertNoneHeld()
        // What a fiber leaves on its stack here is what the cache has to bring when it goes on: as little as possible.
        // Safety: the record is the caller's own.
        guard case .fiber(let fiber) = unsafe record.pointee.subject else {
            return park(reason, of: site, until: .never)
        }
        fiber.park(reason, of: site)
        return wait.verdict
    }

    /// The same, at most until `deadline`.
    package func park(
        _ reason: WaitReason, of site: CreationSite = .unknown, until deadline: Instant
    ) -> Verdict {
        LockRank.assertNoneHeld()
        // Safety: the record is the caller's own.
        switch unsafe record.pointee.subject {
        case .fiber(let fiber):
            if deadline == .never {
                fiber.park(reason, of: site)
            } else {
                fiber.scheduler.withWakeUp(of: self, at: deadline) { fiber.park(reason, of: site) }
            }
        case .thread(let parking, let pinned):
            Trace.note(.parked, ofPinned: pinned, reason)
            // Inside a Swift job that a worker runs: others are to have its seat while its thread waits.
            Worker.current?.handSeatOver()
            parking.note.begin(reason, of: site)
            defer {
                parking.note.end()
                Trace.note(.resumed, ofPinned: pinned)
            }
            if deadline == .never { Deadlock.threadParks() }
            // If the deadline passes while somebody is ending the wait, his claim holds.
            let isEnded = parking.park(until: deadline) { claim(.timedOut) }
            if !isEnded { Trace.note(.ready, ofPinned: pinned) }
        case .continuation, .callback, .alarm:
            fatalError("only a goroutine or a thread can park")
        }
        return wait.verdict
    }

    /// For reports, before a wait for any of several things: where those behind the first were made, which `park` names, and
    /// how many there are in all. Of more than four the others are only counted.
    package func announce(
        _ second: CreationSite, _ third: CreationSite, _ fourth: CreationSite, count: Int
    ) {
        // Safety: the record is the caller's own.
        switch unsafe record.pointee.subject {
        case .fiber(let fiber): fiber.note.announce(second, third, fourth, count: count)
        case .thread(let parking, _): parking.note.announce(second, third, fourth, count: count)
        case .continuation, .callback, .alarm: fatalError("only a goroutine or a thread can park")
        }
    }

    /// For reports, before a wait for a descriptor: which one.
    func announce(_ descriptor: Int32) {
        // Safety: the record is the caller's own.
        switch unsafe record.pointee.subject {
        case .fiber(let fiber): fiber.note.announce(descriptor)
        case .thread(let parking, _): parking.note.announce(descriptor)
        case .continuation, .callback, .alarm: fatalError("only a goroutine or a thread can park")
        }
    }

    /// The clock that this waiter's deadlines are read on.
    package var now: Instant {
        // Safety: the record is there by a rule of the file header; the subject never changes.
        switch unsafe record.pointee.subject {
        case .fiber(let fiber): fiber.scheduler.clock.now
        case .callback(let loop, _): loop.clock.now
        case .alarm(let alarm): unsafe alarm._withUnsafeGuaranteedRef { $0.clock.now }
        case .thread, .continuation: Instant(nanoseconds: braid_monotonic_now())
        }
    }
}
