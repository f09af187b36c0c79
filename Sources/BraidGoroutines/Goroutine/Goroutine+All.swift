// Goroutine › All: every goroutine there is, as a list to look at.

internal import BraidCore

extension Goroutine {
    /// What a goroutine was doing when somebody looked.
    public enum State: Hashable, Sendable, CustomStringConvertible {
        /// It had a thread.
        case running
        /// It could have gone on, and waited for a thread.
        case runnable
        /// It waited for something else: a channel, a lock, time, a descriptor.
        case waiting

        /// One word for a reader.
        public var description: String {
            switch self {
            case .running: "running"
            case .runnable: "runnable"
            case .waiting: "waiting"
            }
        }
    }

    /// A goroutine as it was a moment ago.
    public struct Snapshot: Sendable, Identifiable, CustomStringConvertible {
        /// Its number.
        public let id: ID
        /// The name it was started with, or the first 47 bytes of it.
        public let name: String?
        /// Where it was created: `Module/File.swift:line`.
        public let creationSite: String
        /// What it was doing.
        public let state: State
        /// What it waited for, in the words of reports: `channel receive`, `Sync.Mutex.lock`. Nil unless it waited.
        public let waitReason: String?
        /// Where that was made: `Module/File.swift:line` of the channel, the lock, the group; of the goroutine to be joined,
        /// where it was created. Of a select the first few of its channels, each place once. Empty unless it waited for a
        /// thing that somebody has made.
        public let waitsOn: [String]
        /// How long it is known to have waited: since the first look that found it in this wait. Zero with the first
        /// look; nil unless it waited. Go's is approximate too, and for the same reason: a clock is not read at each wait.
        public let waitedAtLeast: Duration?
        /// All of this in one line.
        public let description: String

        init(_ resident: Resident) {
            id = ID(number: resident.id)
            name = resident.name
            creationSite = resident.site.description
            waitedAtLeast = resident.waited
            switch resident.state {
            case .running: (state, waitReason) = (.running, nil)
            case .runnable: (state, waitReason) = (.runnable, nil)
            case .waiting(let reason): (state, waitReason) = (.waiting, reason.description)
            }
            waitsOn = resident.subject?.sites.map(\.description) ?? []
            description = resident.description
        }
    }

    /// Every goroutine that has been started and has not ended, on the scheduler of the caller, by number.
    ///
    /// They go on meanwhile, so each is as it was at some moment of the call, and one that is passed from one queue to
    /// another at that moment may be missing. Those who are listed pay nothing for it. From anywhere: a goroutine, a
    /// coroutine, a plain thread. In Go it takes `runtime.Stack` or the profile `goroutine`.
    public static var all: [Snapshot] { Scheduler.current.census().map(Snapshot.init) }
}
