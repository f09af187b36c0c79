// Locking › Handed: a value on its way from one owner to the next.

/// Carries a value that is not `Sendable` through code that the compiler cannot follow, such as a lock's closure.
package struct Handed<Value>: @unchecked Sendable {
    // Safety: whoever wraps a value gives it up, and whoever unwraps it is its only owner.
    package let value: Value

    package init(value: consuming Value) {
        self.value = value
    }
}
