// Promise › Resolving: the pair of functions that decide a promise's fate, and what resolving means.
//
// The pair is two small structs rather than two closures: nothing is allocated, and `resolve(value)`,
// `resolve(promise)` and `resolve(thenable)` are told apart by the compiler.

/// Decides that a promise will have a value, or the fate of another promise. JavaScript's `resolve`.
///
/// Works once per pair: when it or the `Reject` beside it was called, further calls do nothing. On the loop's thread only.
public struct Resolve<Value>: @unchecked Sendable {
    // Safety: the core checks its loop's thread at every entry.
    @usableFromInline let core: PromiseCore
    @usableFromInline let pair: UInt32

    @usableFromInline
    init(_ core: PromiseCore, pair: UInt32) {
        self.core = core
        self.pair = pair
    }

    /// Fulfils the promise with `value`.
    @inlinable @_disfavoredOverload
    public func callAsFunction(_ value: Value) {
        core.checkThread()
        if core.spend(pair) { core.fulfil(FulfilmentBox(value)) }
    }

    /// Fulfils a promise whose value says nothing but that it is there.
    @inlinable
    public func callAsFunction() where Value == Void {
        callAsFunction(())
    }

    /// Makes the promise follow `thenable`: it will settle as that does. A promise cannot follow itself; the attempt
    /// rejects it with `ChainingCycle`.
    @inlinable
    public func callAsFunction<Other: Thenable>(_ thenable: Other) where Other.Value == Value {
        core.checkThread()
        if core.spend(pair) { core.follow(thenable) }
    }
}

/// Decides that a promise fails, and why. JavaScript's `reject`.
///
/// Works once per pair: when it or the `Resolve` beside it was called, further calls do nothing. On the loop's thread only.
public struct Reject: @unchecked Sendable {
    // Safety: the core checks its loop's thread at every entry.
    @usableFromInline let core: PromiseCore
    @usableFromInline let pair: UInt32

    @usableFromInline
    init(_ core: PromiseCore, pair: UInt32) {
        self.core = core
        self.pair = pair
    }

    /// Rejects the promise for the reason `error`.
    @inlinable
    public func callAsFunction(_ error: any Error) {
        core.checkThread()
        if core.spend(pair) { core.reject(error) }
    }
}

/// A promise was to follow itself, and would never have settled. JavaScript's TypeError "Chaining cycle detected".
public struct ChainingCycle: Error, CustomStringConvertible {
    @usableFromInline
    init() {}

    /// One line for a reader.
    public var description: String { "chaining cycle detected: a promise cannot be resolved with itself" }
}

extension PromiseCore {
    /// ECMAScript's CreateResolvingFunctions. The pair made before must have been spent.
    @inlinable
    func resolvingFunctions<Value>(for type: Value.Type) -> (Resolve<Value>, Reject) {
        let pair = nextPair
        return (Resolve(self, pair: pair), Reject(self, pair: pair))
    }

    /// Takes over the fate of a thenable; the thenable hears of it in a microtask. ECMAScript's
    /// NewPromiseResolveThenableJob.
    @inlinable
    func follow<Other: Thenable>(_ thenable: Other) {
        if let promise = thenable as? Promise<Other.Value>, promise.core === self {
            return reject(ChainingCycle())
        }
        queueMicrotask { [self] in
            let (resolve, reject) = resolvingFunctions(for: Other.Value.self)
            do { try thenable.subscribe(resolve, reject) } catch { reject(error) }
        }
    }

    @usableFromInline
    func queueMicrotask(_ body: @escaping () -> Void) { loop.queueMicrotask(body) }

    /// Settles the pair's promise as this one settles, in a microtask. The box is passed on unopened.
    @usableFromInline
    func forward<Value>(_ resolve: Resolve<Value>, _ reject: Reject) {
        checkThread()
        forward(to: resolve.core, pair: resolve.pair, reject)
    }

    private func forward(to target: PromiseCore, pair: UInt32, _ otherwise: Reject) {
        // A reaction holds what it settles in its own property, not in its closure: see Reaction.
        guard otherwise.core === target, otherwise.pair == pair else {
            return add(
                Reaction { settled, _ in
                    switch settled.outcome {
                    case .success(let box): if target.spend(pair) { target.fulfil(box) }
                    case .failure(let error): otherwise(error)
                    case nil: break
                    }
                })
        }
        add(
            Reaction(deriving: target) { settled, target in
                guard target.spend(pair) else { return }
                switch settled.outcome {
                case .success(let box): target.fulfil(box)
                case .failure(let error): target.reject(error)
                case nil: break
                }
            })
    }
}
