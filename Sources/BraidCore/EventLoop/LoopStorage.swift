// EventLoop › LoopStorage: what a door keeps per loop, without the core knowing the door.

/// On the loop's thread only.
package final class LoopStorage {
    private var values: [ObjectIdentifier: AnyObject] = [:]

    /// The loop's one value of a type, made on first use.
    package func value<Value: AnyObject>(_ type: Value.Type, _ make: () -> Value) -> Value {
        if let value = values[ObjectIdentifier(type)] as? Value { return value }
        let value = make()
        values[ObjectIdentifier(type)] = value
        return value
    }

    /// At the loop's end.
    func removeAll() {
        values = [:]
    }
}
