// Fibers › Launch: what a goroutine is before it first runs: a body, and where it came from.
//
// It gets its stack only when a worker takes it, so that a thousand goroutines queued behind each other need one.

/// Where a goroutine was created, for reports.
package struct CreationSite: Sendable, CustomStringConvertible {
    package let fileID: StaticString
    package let line: UInt

    package init(fileID: StaticString, line: UInt) {
        self.fileID = fileID
        self.line = line
    }

    package var description: String { "\(fileID):\(line)" }
}

package struct Launch {
    package let id: UInt64
    package let name: String?
    package let site: CreationSite
    /// Bytes, rounded.
    package let stackSize: Int
    /// Moved out when it starts.
    package var body: (() throws -> Void)?
}
