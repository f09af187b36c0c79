// Watchdog › Blockage: what the watchdog says about a loop that stands still.

extension EventLoop {
    /// A callback that keeps an event loop for too long: what it does, and who makes it do so.
    public struct Blockage: Sendable, CustomStringConvertible {
        /// A call that the loop's thread is in.
        public struct Frame: Sendable, Hashable, CustomStringConvertible {
            /// The function, demangled.
            public let function: String
            /// The file, if there is debug information.
            public let file: String?
            /// The line in the file; nil for code that the compiler made.
            public let line: Int?
            /// Whether it belongs to the program, and not to the system, the Swift runtime or Braid.
            public let isProgram: Bool

            /// `function at file:line`, as far as they are known.
            public var description: String {
                guard let file else { return function }
                return line.map { "\(function) at \(file):\($0)" } ?? "\(function) in \(file)"
            }
        }

        /// How long the callback has kept the loop so far, at least. It goes on doing so.
        public let duration: Duration
        /// Whether it computes; otherwise it waits in the kernel. Nil if the thread could not be looked at.
        public let isComputing: Bool?
        /// The calls that the loop's thread is in, innermost first, up to the loop itself. Empty if they could not be
        /// read.
        public let frames: [Frame]
        /// The function that blocks, as the program calls it: `sleep`, `read`, a library's `PQexec`. Nil if the
        /// program's own code computes.
        public let call: String?
        /// The program's innermost function, with the line of that call.
        public let culprit: Frame?
        /// What to do instead.
        public let advice: String
    }
}

extension EventLoop.Blockage {
    /// The text that is written to standard error unless there is a handler.
    public var description: String {
        let milliseconds =
            duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        var lines = ["braid: an event loop is blocked, for \(milliseconds) ms so far: \(sentence)"]
        lines += callers.map { "    called by \($0)" }
        lines.append("  Everything else on this loop waits meanwhile. \(advice)")
        return lines.joined(separator: "\n")
    }

    private var sentence: String {
        switch (culprit, call) {
        case (let culprit?, let call?):
            "\(call) \(isComputing == true ? "computes" : "waits"), called by\n  \(culprit)"
        case (let culprit?, nil): "this computes:\n  \(culprit)"
        case (nil, let call?): "\(call) \(isComputing == true ? "computes" : "waits")"
        case (nil, nil): "by what, could not be seen"
        }
    }

    /// The program's functions outside of the culprit.
    private var callers: [Frame] {
        guard let culprit, let place = frames.firstIndex(of: culprit) else { return [] }
        return frames[(place + 1)...].filter(\.isProgram)
    }
}
