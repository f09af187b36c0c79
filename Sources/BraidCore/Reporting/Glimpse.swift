// Reporting › Glimpse: what can be said of a goroutine by somebody else, while it goes on.
//
// The goroutine does nothing for it. Whether it runs, what it waits for and who it is are plain words at the top of its
// stack, which stays mapped as long as its scheduler; they are read without a lock (see braid_glimpse.h).
//
// What it waits for is more than one word (see WaitNote), and is read only from a wait that was marked.
//
// How long it has waited nobody writes down, because a clock read at every park would cost more than the park. Instead
// whoever sees it wait marks its reason, and notes the time. The goroutine writes its next reason without the mark, and
// without knowing about it: where the mark is still there at the next look, it is the same wait.

internal import CBraidShims

/// What a goroutine does at the moment.
package enum GoroutineState: Sendable, Equatable {
    /// It has a thread.
    case running
    /// It waits for a thread.
    case runnable
    /// It waits for something else.
    case waiting(WaitReason)

    package var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }
}

struct Glimpse {
    let id: UInt64
    let name: String?
    let site: CreationSite
    let state: GoroutineState
    /// Whether its wait was marked before.
    let isMarked: Bool
    /// Where it was left, unless it runs.
    let place: Place

    struct Place: Equatable {
        let stackPointer: UInt64
        let framePointer: UInt64
        let resumeAddress: UInt64
    }
}

extension Fiber {
    /// What is visible of it now; nil if its goroutine has ended. From any thread, for a fiber on a stack of a scheduler
    /// that the caller holds.
    var glimpse: Glimpse? {
        // Safety: an empty one, filled by the call.
        var raw = unsafe braid_glimpse()
        let isThere = unsafe withVisible { record, launchID in
            // Safety: the record is at the top of a mapped stack.
            unsafe braid_glimpse_take(record, launchID, &raw) != 0
        }
        guard isThere else { return nil }
        let reason = unsafe WaitReason(visible: raw.reason)
        let state: GoroutineState =
            if unsafe raw.is_running != 0 {
                .running
            } else if reason != .none, isWaitOpen {
                .waiting(reason)
            } else {
                .runnable
            }
        return unsafe Glimpse(
            id: raw.identity.id, name: Fiber.name(raw.identity), site: CreationSite(word: raw.identity.site),
            state: state,
            isMarked: raw.reason & WaitReason.seen != 0,
            place: Glimpse.Place(
                stackPointer: raw.stack_pointer, framePointer: raw.frame_pointer,
                resumeAddress: raw.resume_address))
    }

    /// Marks the wait that was seen. False if it is over, or marked already.
    func mark(_ reason: WaitReason) -> Bool {
        unsafe withVisible { record, _ in
            // Safety: as in `glimpse`; an exchange changes nothing but the reason that it expects.
            unsafe braid_glimpse_mark(record, reason.rawValue, reason.rawValue | WaitReason.seen) != 0
        }
    }

    /// What it waits for, of a wait that was marked; nil if that is over, or names nothing.
    func waitSubject(_ glimpse: Glimpse, _ reason: WaitReason) -> WaitSubject? {
        var note = braid_wait_note()
        let isOfThatWait = unsafe withVisible { record, launchID in
            // Safety: as in `glimpse`.
            unsafe braid_glimpse_read_note(
                record, launchID, glimpse.id, reason.rawValue | WaitReason.seen, &note) != 0
        }
        return isOfThatWait ? WaitSubject(note) : nil
    }

    private static func name(_ identity: braid_fiber_identity) -> String? {
        // Safety: a copy, whose pointers are not followed.
        var identity = unsafe identity
        let length = unsafe Int(identity.name_length)
        guard length > 0, length <= Int(BRAID_FIBER_NAME_SIZE) else { return nil }
        // Safety: the bytes of a copy, of which so many were written.
        return unsafe withUnsafeBytes(of: &identity.name) { bytes in
            unsafe String(decoding: bytes.prefix(length), as: UTF8.self)
        }
    }
}
