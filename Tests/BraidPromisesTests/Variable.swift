/// A variable that closures of one loop share.
final class Variable<Value>: @unchecked Sendable {
    // Safety: used on one loop's thread.
    var value: Value?

    init(_ value: Value? = nil) { self.value = value }

    struct Unset: Error {}

    func get() throws -> Value {
        guard let value else { throw Unset() }
        return value
    }
}
