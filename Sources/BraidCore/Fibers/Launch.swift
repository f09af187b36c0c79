// Fibers › Launch: what a goroutine is before it first runs: a body, and where it came from.
//
// It gets its stack only when a worker takes it, so that a thousand goroutines queued behind each other need one.
//
// A launch is as large as a line of the processor's cache, since it is written by one worker, read by another, and moved once
// on the way. That is why a name, which few have, lies elsewhere, and why whoever waits for the end shares two words.
//
// Its fields are ended one by one, each at its time: the body when it is called, the listener when it is told, the name with
// the goroutine. Nothing is left to be ended in the launch as a whole. It cannot be copied, because a copy would refer to what
// has ended.

@safe
package struct Launch: ~Copyable {
    /// First: a glimpse looks for it there.
    package let id: UInt64
    package let site: CreationSite
    /// Bytes, rounded.
    package let stackSize: Int
    // Safety: released by `forgetName`.
    private let label: Unmanaged<Label>?
    /// Taken when the goroutine has ended.
    var end: EndRecipient
    /// Moved out when it starts.
    package var body: LaunchBody

    private final class Label: Sendable {
        let name: String

        init(_ name: String) {
            self.name = name
        }
    }

    @inline(__always)
    init(
        id: UInt64, name: consuming String?, site: CreationSite, stackSize: Int,
        listener: consuming (any EndListener)?, group: GroupMembership, body: consuming LaunchBody
    ) {
        self.id = id
        self.site = site
        self.stackSize = stackSize
        // Safety: see the property.
        if let name { unsafe label = .passRetained(Label(name)) } else { unsafe label = nil }
        end = EndRecipient(listener: listener, group: group)
        self.body = body
    }

    package var name: String? {
        // Safety: there until `forgetName`, which only whoever has the launch may call.
        unsafe label?._withUnsafeGuaranteedRef { $0.name }
    }

    /// Ends the name. Call once, when nobody asks for it any more.
    @inline(__always)
    func forgetName() {
        // Safety: the reference of `init`.
        unsafe label?.release()
    }
}

/// What a goroutine runs, once.
///
/// A structure of its own, because a function that is itself an optional's value, or a pointer's, is wrapped for
/// generic code each time it is stored, and every wrapping allocates.
package struct LaunchBody: @unchecked Sendable {
    // Safety: handed over by whoever makes it to the goroutine that runs it.
    let call: () throws -> Void

    package init(call: sending @escaping () throws -> Void) {
        self.call = consume call
    }

    /// A body on its way to its only call. What cannot be copied is not retained for the call.
    struct Once: ~Copyable {
        private let body: () throws -> Void

        init(_ body: consuming LaunchBody) {
            self.body = body.call
        }

        consuming func call() throws { try body() }
    }
}
