// Fibers › SlabSet: which slabs have something, a bit for each, and the first and the last of them at once.
//
// A million stacks lie in sixteen thousand slabs, whose bits are 250 words. Who looked through them for each stack would pay
// more for a stack the more there are. So the ends are remembered: no member lies before `lowest` or behind `highest`,
// and a look moves them to where it had to go. An empty set is known by its count.
//
// Invariants:
//  - `count` bits are set.
//  - Every word with a bit is in `lowest...highest`.

struct SlabSet {
    private var words: [UInt64] = []
    private(set) var count = 0
    private var lowest = 0
    private var highest = 0

    mutating func set(_ index: Int, to isMember: Bool) {
        let (word, bit) = (index / 64, UInt64(1) << UInt64(index % 64))
        while words.count <= word { words.append(0) }
        guard isMember != (words[word] & bit != 0) else { return }
        words[word] ^= bit
        guard isMember else {
            count -= 1
            return
        }
        (lowest, highest) = count == 0 ? (word, word) : (min(lowest, word), max(highest, word))
        count += 1
    }

    func contains(_ index: Int) -> Bool {
        index / 64 < words.count && words[index / 64] >> UInt64(index % 64) & 1 != 0
    }

    var first: Int? {
        mutating get {
            guard count > 0 else { return nil }
            while words[lowest] == 0 { lowest += 1 }
            return lowest * 64 + words[lowest].trailingZeroBitCount
        }
    }

    var last: Int? {
        mutating get {
            guard count > 0 else { return nil }
            while words[highest] == 0 { highest -= 1 }
            return highest * 64 + 63 - words[highest].leadingZeroBitCount
        }
    }

    /// For tests: traps where an invariant of the file header is broken.
    func checkInvariants() {
        precondition(words.reduce(0) { $0 + $1.nonzeroBitCount } == count)
        for word in words.indices where words[word] != 0 { precondition((lowest...highest).contains(word)) }
    }
}
