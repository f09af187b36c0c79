// Promise › Reaction: what runs when a promise settles.
//
// The promise that a reaction settles is a property, not hidden in the closure, so that a long chain of promises that
// nobody will ever settle can be freed link by link: freed recursively, a hundred thousand links overflow the stack.

internal import BraidCore

/// One reaction of one promise.
final class Reaction {
    private let body: (_ settled: PromiseCore, _ derived: PromiseCore) -> Void
    private var derived: PromiseCore?
    /// The promise that has settled, while the microtask waits.
    private var settled: PromiseCore?

    init(deriving derived: PromiseCore? = nil, _ body: @escaping (PromiseCore, PromiseCore) -> Void) {
        self.derived = derived
        self.body = body
    }

    /// Queues the microtask: the promise is settled.
    func trigger(by promise: PromiseCore) {
        settled = promise
        // The closure captures one object, so that object is its context: nothing is allocated.
        promise.loop.queueMicrotask { self.run() }
    }

    private func run() {
        guard let settled = settled.take() else { return }
        // A reaction without a derived promise does not look at this argument.
        body(settled, derived.take() ?? settled)
    }

    /// What would be freed with this reaction: the reactions of its derived promise, if nobody else holds that.
    fileprivate func takeWhatFollows() -> [Reaction] {
        guard isKnownUniquelyReferenced(&derived) else { return [] }
        return derived?.takeReactions().all ?? []
    }
}

/// The reactions of a pending promise, in the order of registration. Most promises have one at most, which needs no array.
struct ReactionList {
    private var first: Reaction?
    private var others: [Reaction] = []

    mutating func append(_ reaction: Reaction) {
        if first == nil { first = reaction } else { others.append(reaction) }
    }

    /// Takes a reaction out. False if it is not in the list.
    mutating func remove(_ reaction: Reaction) -> Bool {
        if first === reaction {
            first = others.isEmpty ? nil : others.removeFirst()
            return true
        }
        guard let place = others.firstIndex(where: { $0 === reaction }) else { return false }
        others.remove(at: place)
        return true
    }

    var all: [Reaction] { first.map { [$0] + others } ?? [] }

    /// Queues all of them.
    func trigger(by promise: PromiseCore) {
        first?.trigger(by: promise)
        for reaction in others { reaction.trigger(by: promise) }
    }

    /// Frees reactions and all that hangs on them alone, without recursion.
    static func free(_ list: consuming ReactionList) {
        var doomed = list.all
        list = ReactionList()
        while var reaction = doomed.popLast() {
            if isKnownUniquelyReferenced(&reaction) { doomed += reaction.takeWhatFollows() }
        }
    }
}
