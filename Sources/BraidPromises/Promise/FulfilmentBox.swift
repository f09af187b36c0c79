// Promise › FulfilmentBox: the value of a fulfilled promise, behind one pointer.
//
// `Any` would need a dynamic cast to read, which is slow and unwraps optionals of its own accord. The promise's type
// says what is in the box, so the read is a pointer's.

@usableFromInline
final class FulfilmentBox<Value> {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) {
        assert(
            !(Value.self is any Thenable.Type),
            "a promise was fulfilled with a \(Value.self), which is to be followed instead; "
                + "a closure of several statements may need its result type spelt out")
        self.value = value
    }

    /// The value in a box of a `Promise<Value>`.
    @inlinable
    static func open(_ box: AnyObject) -> Value {
        assert(box is FulfilmentBox<Value>, "a promise was fulfilled with a value of another type")
        // Safety: a core is reachable only through shells of one type, and only they fulfil it.
        return unsafe unsafeDowncast(box, to: FulfilmentBox<Value>.self).value
    }
}
