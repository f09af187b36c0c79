// HTML › ElementTraitsTable: from an element's name to what the rules say about it.
//
// A Dictionary would do, but it hashes with a key against chosen collisions. Here all entries are
// ours: the key protects nothing, and took a third of the time of a whole scan.

/// A hash table that is built once and asked for every tag; most names are not in it.
struct ElementTraitsTable {
    private static let bits: UInt64 = 9
    private static let mask = 1 << bits - 1

    /// Open addressing with linear probing; an empty name marks a free slot.
    private var slots = [(name: TagName, traits: ElementTraits)](repeating: (TagName(), []), count: 1 << bits)

    init(_ rows: [(ElementTraits, String)]) {
        for (traits, names) in rows {
            for name in names.split(whereSeparator: \.isWhitespace) {
                let slot = slot(of: TagName(name))
                slots[slot] = (TagName(name), slots[slot].traits.union(traits))
            }
        }
    }

    subscript(name: TagName) -> ElementTraits { slots[slot(of: name)].traits }

    /// The slot that holds a name, or the free one where it would be; a third of them are taken.
    private func slot(of name: TagName) -> Int {
        var slot = name.hashBits(Self.bits)
        while !slots[slot].name.isEmpty, slots[slot].name != name { slot = (slot + 1) & Self.mask }
        return slot
    }
}
