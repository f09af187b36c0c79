// EventLoop › LoopStorage: what a door keeps per loop, without the core knowing the door.

/// On the loop's thread only. There are as many values as there are doors in use, so that looking at each is faster than
/// a hash of the type.
package final class LoopStorage {
    private var values: [(type: ObjectIdentifier, value: AnyObject)] = []

    /// The loop's one value of a type, made on first use.
    package func value<Value: AnyObject>(_ type: Value.Type, _ make: () -> Value) -> Value {
        for entry in values where entry.type == ObjectIdentifier(type) {
            // Safety: only the lines below add an entry, and they add a value of the type.
            return unsafe unsafeDowncast(entry.value, to: type)
        }
        let value = make()
        values.append((ObjectIdentifier(type), value))
        return value
    }

    /// At the loop's end.
    func removeAll() {
        values = []
    }
}
