// Agenda › SeenAddresses: which addresses have been asked for already, sixteen bytes each.
//
// Keeping the texts of a million addresses would take a hundred megabytes. Kept are fingerprints of 128 bits: two of a
// million addresses are mistaken for one with a probability of one in 10²⁶. They are keyed by the process, as all hashes
// of Swift's are, so nobody can make up addresses that collide.

struct SeenAddresses {
    private struct Fingerprint: Hashable {
        let words: (Int, Int)

        init(_ text: String) {
            var first = Hasher()
            var second = Hasher()
            second.combine(1 as UInt8)
            first.combine(text)
            second.combine(text)
            words = (first.finalize(), second.finalize())
        }

        static func == (left: Self, right: Self) -> Bool { left.words == right.words }

        func hash(into hasher: inout Hasher) {
            hasher.combine(words.0)
        }
    }

    private var fingerprints: Set<Fingerprint> = []

    func contains(_ identity: String) -> Bool {
        fingerprints.contains(Fingerprint(identity))
    }

    /// False if it was there already.
    mutating func insert(_ identity: String) -> Bool {
        fingerprints.insert(Fingerprint(identity)).inserted
    }
}
