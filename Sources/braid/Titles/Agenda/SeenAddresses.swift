// Agenda › SeenAddresses: which addresses have been asked for already, in eleven to twenty-one bytes each.
//
// Keeping the texts of a million addresses would take a hundred megabytes. Kept are fingerprints of 64 bits: that two of a
// million addresses are mistaken for one has a probability of one in 37 million. They are keyed by the process, as all
// hashes of Swift's are, so nobody can make up addresses that collide. As they are as good as random, one is where its
// lowest bits say, or in the next free place of a table that is three eighths to three quarters full.

/// What is kept of an address.
struct Fingerprint: Sendable, Equatable {
    /// Never 0, which is a free place.
    fileprivate let word: UInt

    init(_ bytes: Span<UInt8>) {
        var hasher = Hasher()
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        word = max(1, UInt(bitPattern: hasher.finalize()))
    }

    init(_ text: String) { self.init(text.utf8.span) }
}

struct SeenAddresses: Sendable {
    private var places: [UInt] = []
    private(set) var count = 0

    func contains(_ fingerprint: Fingerprint) -> Bool {
        !places.isEmpty && places[place(of: fingerprint)] != 0
    }

    /// False if it was there already.
    mutating func insert(_ fingerprint: Fingerprint) -> Bool {
        // A search must come to a free place, and soon.
        if count >= places.count / 4 * 3 { grow() }
        let place = place(of: fingerprint)
        guard places[place] == 0 else { return false }
        places[place] = fingerprint.word
        count += 1
        return true
    }

    /// Where it is, or the free place where it belongs.
    private func place(of fingerprint: Fingerprint) -> Int {
        let mask = UInt(places.count - 1)
        var place = fingerprint.word & mask
        while places[Int(place)] != 0, places[Int(place)] != fingerprint.word { place = (place + 1) & mask }
        return Int(place)
    }

    private mutating func grow() {
        let before = places
        places = Array(repeating: 0, count: max(64, before.count * 2))
        for word in before where word != 0 {
            let mask = UInt(places.count - 1)
            var place = word & mask
            while places[Int(place)] != 0 { place = (place + 1) & mask }
            places[Int(place)] = word
        }
    }
}
