// Report › OrderedResults: results kept back until those of all earlier addresses are there.

struct OrderedResults {
    /// How many results may be kept back before no more addresses are read.
    static let room = 10_000

    private var next = 0
    private var held: [Int: PageResult] = [:]

    var hasRoom: Bool { held.count < OrderedResults.room }

    /// Takes a result, and gives those whose turn has come.
    mutating func add(_ page: PageResult) -> [PageResult] {
        held[page.visit.number] = page
        var released: [PageResult] = []
        while let page = held.removeValue(forKey: next) {
            released.append(page)
            next += 1
        }
        return released
    }

    /// Gives what is left, in order, though something is missing in between.
    mutating func removeAll() -> [PageResult] {
        defer { held = [:] }
        return held.values.sorted { $0.visit.number < $1.visit.number }
    }
}
