// Context › ContextValues: what goes with a request from callee to callee, by keys that are types of their own.

/// Names a value in contexts. A key is itself only: two with the same name are two. Go uses a value of a private type.
public final class ContextKey<Value: Sendable>: Sendable {
    let name: String

    /// Makes a key; a global constant, as a rule.
    ///
    /// - Parameter name: for reports.
    public init(_ name: String) {
        self.name = name
    }
}

/// A list, the newest first: contexts that were made from one another share their tails.
final class ContextValues: Sendable {
    private let key: ObjectIdentifier
    /// Keeps the identifier from being used again.
    private let keyHolder: any AnyObject & Sendable
    private let value: any Sendable
    // Safety: changed in a deinit only, by whoever lets go of the last reference to the list that it is in.
    private nonisolated(unsafe) var rest: ContextValues?

    init<Value: Sendable>(_ key: ContextKey<Value>, _ value: Value, before rest: ContextValues?) {
        self.key = ObjectIdentifier(key)
        keyHolder = key
        self.value = value
        // Safety: see the property.
        unsafe self.rest = rest
    }

    /// One after another: left to themselves, the ends of a long list would call each other, deeper than a stack is.
    deinit {
        // Safety: see the property; what is found to be uniquely referenced is this list's alone.
        var next = unsafe rest.take()
        while isKnownUniquelyReferenced(&next), let last = next {
            next = unsafe last.rest.take()
        }
    }

    func value(of key: ObjectIdentifier) -> (any Sendable)? {
        var node: ContextValues? = self
        while let each = node {
            if each.key == key { return each.value }
            // Safety: see the property; the caller holds the list.
            node = unsafe each.rest
        }
        return nil
    }
}

extension Context {
    /// A context with one more value. Go's `context.WithValue`.
    public func withValue<Value: Sendable>(_ key: ContextKey<Value>, _ value: Value) -> Context {
        Context(
            cancellation: cancellation, values: ContextValues(key, value, before: values), deadline: deadline)
    }

    /// The value that was given for a key last, here or in a context that this one was made from. Go's `Value(key)`.
    public subscript<Value: Sendable>(key: ContextKey<Value>) -> Value? {
        values?.value(of: ObjectIdentifier(key)) as? Value
    }
}
