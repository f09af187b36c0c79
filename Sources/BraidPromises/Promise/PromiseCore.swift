// Promise › PromiseCore: the state machine of a promise, untyped.
//
// ECMAScript's words are used throughout. A promise is *pending*, then *settled*: fulfilled or rejected, once. It is
// *resolved* as soon as its fate is decided, which may be "the same as that other promise's", long before it settles.
// A *reaction* is what runs when it settles, always in a microtask of its own.
//
// Not generic, and that is the point: the typed shell `Promise<Value>` is a struct around it, its code is inlined where
// the types are known, and no class metadata is instantiated per type. A `then` costs a third of what a generic class
// hierarchy cost. The value lies in a `FulfilmentBox`, whose type the shell knows.
//
// Invariants:
//  - Touched on the loop's own thread only; every public way in checks that, in release builds too.
//  - A pair of resolving functions works once. A pair carries the number of pairs used up before it was made, and is
//    spent when that number has moved on; at most one pair is unspent at any time.
//  - Reactions hold what they settle, never what they wait for: a promise that nobody can settle any more is freed,
//    and its reactions with it.

internal import BraidCore

@usableFromInline
final class PromiseCore: @unchecked Sendable {
    // Safety: confined to the loop's thread, see the invariants.
    private enum State {
        case pending(ReactionList)
        case fulfilled(AnyObject)
        case rejected(any Error)
    }

    let loop: EventLoop
    private var state = State.pending(ReactionList())
    private var pairsSpent: UInt32 = 0
    /// Whether anybody ever looked at how the promise settles; ECMAScript's [[PromiseIsHandled]].
    private(set) var isHandled = false
    /// Whether its rejection was reported as unhandled.
    var isReportedUnhandled = false

    init(on loop: EventLoop) {
        self.loop = loop
    }

    deinit {
        ReactionList.free(takeReactions())
    }

    /// A pending promise of the loop that runs here.
    @usableFromInline
    static func make() -> PromiseCore {
        PromiseCore(on: .forPromises)
    }

    /// Traps unless the caller runs on the promise's loop.
    @usableFromInline
    func checkThread() {
        demand(
            loop.isCurrent,
            "a promise was used outside of its event loop; the ways in are EventLoop.run { } and "
                + "EventLoop.runUntilIdle { }, and for values from elsewhere Promise.withRemoteResolver")
    }
}

// How it settles.
extension PromiseCore {
    /// For tests and for `Promise.description`.
    var stateName: String {
        switch state {
        case .pending: "pending"
        case .fulfilled: "fulfilled"
        case .rejected(let error): "rejected: \(error)"
        }
    }

    var isSettled: Bool {
        if case .pending = state { false } else { true }
    }

    /// Nil while it is pending.
    @usableFromInline
    var outcome: Result<AnyObject, any Error>? {
        switch state {
        case .pending: nil
        case .fulfilled(let box): .success(box)
        case .rejected(let error): .failure(error)
        }
    }

    @usableFromInline
    func fulfil(_ box: AnyObject) {
        guard case .pending(let reactions) = state else { return }
        state = .fulfilled(box)
        reactions.trigger(by: self)
    }

    @usableFromInline
    func reject(_ error: any Error) {
        guard case .pending(let reactions) = state else { return }
        state = .rejected(error)
        if !isHandled { RejectionTracker.of(loop).rejectedUnhandled(self) }
        reactions.trigger(by: self)
    }
}

// Resolving functions.
extension PromiseCore {
    /// What a new pair of resolving functions carries.
    @usableFromInline
    var nextPair: UInt32 { pairsSpent }

    /// Uses a pair up. False if it was used already: its call is to be ignored.
    @usableFromInline
    func spend(_ pair: UInt32) -> Bool {
        guard pair == pairsSpent else { return false }
        pairsSpent += 1
        return true
    }
}

// Reactions.
extension PromiseCore {
    /// ECMAScript's PerformPromiseThen: the reaction runs in a microtask, once this promise is settled.
    func add(_ reaction: Reaction) {
        becomeHandled()
        guard case .pending = state else { return reaction.trigger(by: self) }
        // Taken out while it grows: a list that is shared would be copied.
        var reactions = takeReactions()
        reactions.append(reaction)
        state = .pending(reactions)
    }

    /// Somebody looks at how it settles.
    func becomeHandled() {
        if case .rejected = state, !isHandled { RejectionTracker.of(loop).handledLate(self) }
        isHandled = true
    }

    /// Takes back a reaction that has not been triggered. False if it has.
    func remove(_ reaction: Reaction) -> Bool {
        guard case .pending = state else { return false }
        var reactions = takeReactions()
        defer { state = .pending(reactions) }
        return reactions.remove(reaction)
    }

    /// Leaves a pending promise without reactions.
    func takeReactions() -> ReactionList {
        guard case .pending(let reactions) = state else { return ReactionList() }
        state = .pending(ReactionList())
        return reactions
    }

    /// Makes the promise that `then` returns: `body` is given this promise, settled, and that one, to settle it.
    @usableFromInline
    func derive(_ body: @escaping (_ settled: PromiseCore, _ derived: PromiseCore) -> Void) -> PromiseCore {
        checkThread()
        let derived = PromiseCore(on: loop)
        add(Reaction(deriving: derived, body))
        return derived
    }

    /// Calls `body` in a microtask once this promise is settled, deriving nothing.
    @usableFromInline
    func react(_ body: @escaping (_ settled: PromiseCore) -> Void) {
        checkThread()
        add(Reaction { settled, _ in body(settled) })
    }
}
