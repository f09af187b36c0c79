// Reporting › WaitSubject: the things that a wait is for, in the words of a report.
//
// Each is named by the place where it was made, because that is what tells one channel from another: it has no name, and
// its address means nothing to a reader.

internal import CBraidShims

package struct WaitSubject: Sendable, Hashable, CustomStringConvertible {
    private let reason: WaitReason
    /// Where they were made, as far as that is known; of many, where the first few were. Each place once.
    package let sites: [CreationSite]
    private let isOne: Bool
    /// How many things there are beside those few.
    private let others: Int

    /// From a note that is one's own, or a copy. Nil if it names nothing.
    init?(_ note: braid_wait_note) {
        reason = WaitReason(visible: note.reason)
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

    /// Such as `on the channel made at App/Main.swift:12`.
    package var description: String {
        let made = reason == .join ? "created" : "made"
        let things = "\(isOne ? "the " : "")\(reason.thing ?? "thing")\(isOne ? "" : "s")"
        var places = sites.map(\.description)
        if others > 0 { places.append("\(others) more") }
        let last = places.removeLast()
        let list = places.isEmpty ? last : "\(places.joined(separator: ", ")) and \(last)"
        return "on \(things) \(made) at \(list)"
    }
}
