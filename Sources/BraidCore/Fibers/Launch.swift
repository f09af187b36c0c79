// Fibers › Launch: what a goroutine is before it first runs: a body, and where it came from.
//
// It gets its stack only when a worker takes it, so that a thousand goroutines queued behind each other need one.

package struct Launch {
    package let id: UInt64
    package let name: String?
    package let site: CreationSite
    /// Bytes, rounded.
    package let stackSize: Int
    /// Moved out when it has ended.
    package internal(set) var listener: (any EndListener)?
    let group: GroupMembership
    /// Moved out when it starts.
    package var body: LaunchBody
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
