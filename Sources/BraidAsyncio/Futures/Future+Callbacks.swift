// Futures › Callbacks: being told of a future's end without awaiting it.

/// A callback that was added to a future; what `removeDoneCallback` wants.
public struct DoneCallback: Hashable, Sendable {
    let id: UInt64
}

extension Future {
    /// Has `body` called with this future when it has ended. Python's `add_done_callback`.
    ///
    /// It is never called inside this call, nor inside the one that ends the future, but in a turn of the loop after it.
    /// Callbacks run in the order in which they were added, those who await the future among them.
    @discardableResult
    public func addDoneCallback(_ body: sending @escaping (Future<Value>) -> Void) -> DoneCallback {
        core.checkThread()
        return DoneCallback(id: core.addCallback { body(self) })
    }

    /// Takes a callback back. Python's `remove_done_callback`.
    ///
    /// - Returns: false if it is on its way already, or was taken back before.
    @discardableResult
    public func removeDoneCallback(_ callback: DoneCallback) -> Bool {
        core.checkThread()
        return core.removeCallback(callback.id)
    }
}
