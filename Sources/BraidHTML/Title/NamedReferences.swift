// HTML › NamedReferences: finding the longest of 2,231 names at the start of some text.
//
// The table is one sorted literal. The first page with a reference unpacks it; a lookup then
// narrows a range of the sorted names by one byte at a time, as a trie would, without its nodes.

struct NamedReferences: Sendable {
    struct Match {
        let scalars: [Unicode.Scalar]
        /// In bytes, with the semicolon if there is one.
        let length: Int
    }

    private struct Entry {
        let name: [UInt8]
        let scalars: [Unicode.Scalar]
        /// Names that HTML has had from the start also stand without a semicolon.
        let semicolonIsOptional: Bool
    }

    private let entries: [Entry]

    private static let shared = NamedReferences()

    /// The longest name that some text begins with, as `&notit;` begins with `&not` and `&notin;`
    /// with itself.
    static func longestMatch(_ text: ArraySlice<UInt8>) -> Match? { shared.longestMatch(text) }

    /// How many names there are, counting those with and without a semicolon.
    static var count: Int { shared.entries.reduce(0) { $0 + ($1.semicolonIsOptional ? 2 : 1) } }

    private init() {
        entries = NamedReferenceTable.entries.split { $0 == " " || $0 == "\n" }.map { entry in
            let parts = entry.split(separator: "=")
            let isOptional = parts[0].hasSuffix("?")
            let scalars = parts[1].split(separator: "+").compactMap { UInt32($0, radix: 16) }
            return Entry(
                name: Array(parts[0].utf8.dropLast(isOptional ? 1 : 0)),
                scalars: scalars.compactMap(Unicode.Scalar.init),
                semicolonIsOptional: isOptional)
        }
    }

    private func longestMatch(_ text: ArraySlice<UInt8>) -> Match? {
        var candidates = entries[...]
        var best: Match?
        var length = 0
        while let first = candidates.first {
            // The shortest name of a range sorts first: it is the only one that can end here.
            if first.name.count == length, length > 0 {
                if text.byte(length) == UInt8(ascii: ";") {
                    return Match(scalars: first.scalars, length: length + 1)
                }
                if first.semicolonIsOptional { best = Match(scalars: first.scalars, length: length) }
                candidates.removeFirst()
            }
            guard let byte = text.byte(length) else { break }
            let start = candidates.partitioningIndex { $0.name[length] >= byte }
            candidates = candidates[start...]
            candidates = candidates[..<candidates.partitioningIndex { $0.name[length] > byte }]
            length += 1
        }
        return best
    }
}

extension ArraySlice {
    /// The first index whose element satisfies a predicate that none before and all after it do.
    fileprivate func partitioningIndex(_ belongsAfter: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension ArraySlice<UInt8> {
    fileprivate func byte(_ offset: Int) -> UInt8? { offset < count ? self[startIndex + offset] : nil }
}
