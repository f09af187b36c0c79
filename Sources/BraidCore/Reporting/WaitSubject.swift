// Reporting › WaitSubject: the things that a wait is for, in the words of a report.
//
// Each is named by the place where it was made, because that is what tells one channel from another: it has no name, and
// its address means nothing to a reader. A descriptor has a number.

internal import CBraidShims

package struct WaitSubject: Sendable, Hashable, CustomStringConvertible {
    private let reason: WaitReason
    /// Where they were made, as far as that is known; of many, where the first few were. Each place once.
    package let sites: [CreationSite]
    private let isOne: Bool
    /// How many things there are beside those few.
    private let others: Int
    /// One; of a group's wait (see `union`) all, and of its kind none.
    private var descriptors: [Int32] = []

    /// How many descriptors are named.
    private static let named = 10

    /// From a note that is one's own, or a copy. Nil if it names nothing.
    init?(_ note: braid_wait_note) {
        reason = WaitReason(visible: note.reason)
        if reason == .readable || reason == .writable {
            (sites, isOne, others) = ([], true, 0)
            descriptors = [Int32(bitPattern: note.count)]
            return
        }
        guard reason.thing != nil else { return nil }
        let count = reason == .select ? Int(note.count) : 1
        let words = [note.sites.0, note.sites.1, note.sites.2, note.sites.3].prefix(count)
        var sites: [CreationSite] = []
        for site in words.map(CreationSite.init(word:)) where site != .unknown && !sites.contains(site) {
            sites.append(site)
        }
        if sites.isEmpty { return nil }
        self.sites = sites
        isOne = count == 1
        others = count - words.count
    }

    /// What those have in common who wait in one place, each for a descriptor of his own.
    var kind: WaitSubject {
        var kind = self
        kind.descriptors = []
        return kind
    }

    /// What those wait for together whose waits are of one kind.
    static func union(_ subjects: [WaitSubject]) -> WaitSubject? {
        var union = subjects.first
        union?.descriptors = Set(subjects.flatMap(\.descriptors)).sorted()
        return union
    }

    /// Such as `on the channel made at App/Main.swift:12`, or `to read from descriptor 7`.
    package var description: String {
        if !descriptors.isEmpty {
            let verb = reason == .readable ? "read from" : "write to"
            let more = descriptors.count - WaitSubject.named
            let numbers = descriptors.prefix(WaitSubject.named).map(String.init)
            return "to \(verb) descriptor\(descriptors.count > 1 ? "s" : "") "
                + WaitSubject.list(numbers + (more > 0 ? ["\(more) more"] : []))
        }
        let made = reason == .join ? "created" : "made"
        let things = "\(isOne ? "the " : "")\(reason.thing ?? "thing")\(isOne ? "" : "s")"
        let places = sites.map(\.description) + (others > 0 ? ["\(others) more"] : [])
        return "on \(things) \(made) at \(WaitSubject.list(places))"
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }
}
