// Engine › WatchedSockets: which of libcurl's descriptors the kernel watches, and when that changes.
//
// When a request has ended libcurl no longer wants its connection watched, and with the next request it does again, mostly
// some microseconds later: two system calls for each page, 4 % of all that it costs. So a connection that is kept stays
// watched for reading, and what libcurl wants is only noted. If something comes while it is not wanted, which is mostly that
// the server has closed it, the kernel is told then.
//
// It is safe for a socket of whose opening and closing libcurl tells. The number of any other descriptor may belong to
// something else as soon as libcurl does not want it watched, so the kernel is told at once.

/// A state machine without I/O.
struct WatchedSockets {
    /// What the kernel is to be told.
    enum Step: Equatable {
        case nothing
        case add(Interest)
        case change(Interest)
        case remove
    }

    private struct Entry {
        var wanted: Interest = []
        var watched: Interest = []
        var isSocket = false

        /// What leads from what is watched to what is wanted.
        mutating func step() -> Step {
            if wanted == watched || wanted.isEmpty && isSocket && watched == .read { return .nothing }
            let wasWatched = !watched.isEmpty
            watched = wanted
            if wanted.isEmpty { return .remove }
            return wasWatched ? .change(wanted) : .add(wanted)
        }
    }

    /// By descriptor: the kernel gives the smallest numbers first.
    private var entries: [Entry] = []

    /// What follows from a change, for the descriptor that it is about.
    mutating func apply(_ change: SocketChange) -> (descriptor: Int32, step: Step) {
        switch change {
        case .opened(let descriptor):
            set(descriptor, Entry(isSocket: true))
            return (descriptor, .nothing)
        case .closed(let descriptor):
            // The kernel forgets it by itself.
            set(descriptor, Entry())
            return (descriptor, .nothing)
        case .watch(let descriptor, let interest):
            var entry = entry(descriptor)
            entry.wanted = interest
            let step = entry.step()
            set(descriptor, entry)
            return (descriptor, step)
        }
    }

    /// Whether libcurl is to hear of an event; if not, the kernel is to be told that nobody wants it.
    mutating func isWanted(_ descriptor: Int32) -> Bool {
        var entry = entry(descriptor)
        guard entry.wanted.isEmpty else { return true }
        entry.watched = []
        set(descriptor, entry)
        return false
    }

    private func entry(_ descriptor: Int32) -> Entry {
        let index = Int(descriptor)
        return index < entries.count ? entries[index] : Entry()
    }

    private mutating func set(_ descriptor: Int32, _ entry: Entry) {
        let index = Int(descriptor)
        while entries.count <= index { entries.append(Entry()) }
        entries[index] = entry
    }
}
