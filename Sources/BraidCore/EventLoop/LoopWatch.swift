// EventLoop › LoopWatch: a callback for each time that a descriptor is ready. Asyncio's `add_reader`.

/// Watches one descriptor for a loop, from `init` until `cancel`. On the loop's thread.
@safe
package final class LoopWatch: @unchecked Sendable {
    // Safety: both records are allocated in `init` and freed in deinit. While the watch is armed, the waiter's callback
    // holds this object, hence the records; everything else is touched on the loop's thread only.
    private let waiter: UnsafeMutablePointer<WaiterRecord>
    private let node: UnsafeMutablePointer<WaitNode>
    private unowned let loop: EventLoop
    private let descriptor: Int32
    private var body: (() -> Void)?
    private var isArmed = false

    /// Calls `body` in a turn of the loop whenever `descriptor` can be read.
    package init(on loop: EventLoop, readable descriptor: Int32, _ body: @escaping () -> Void)
        throws(PollError)
    {
        self.loop = loop
        self.descriptor = descriptor
        self.body = body
        // Safety: see the properties.
        unsafe waiter = .allocate(capacity: 1)
        unsafe node = .allocate(capacity: 1)
        try arm()
    }

    deinit {
        // Safety: a watch that has a waiter is held by it, so there is none.
        unsafe waiter.deallocate()
        unsafe node.deallocate()
    }

    private func arm() throws(PollError) {
        // Safety: not armed, so nobody else has the records.
        unsafe waiter.initialize(to: WaiterRecord(.callback(loop, .closure { self.fire() })))
        isArmed = true
        let handle = unsafe Waiter(waiter)
        handle.open()
        unsafe node.initialize(to: WaitNode(handle))
        do throws(PollError) {
            try unsafe loop.poller.add(node, to: descriptor, .read)
        } catch {
            disarm()
            throw error
        }
    }

    private func disarm() {
        // Safety: the node is in no queue any more. Ending the record lets go of this object, which the caller holds.
        isArmed = false
        unsafe node.deinitialize(count: 1)
        unsafe waiter.deinitialize(count: 1)
    }

    private func fire() {
        // A cancelled watch may have been ready already.
        disarm()
        guard let body else { return }
        body()
        guard self.body != nil else { return }
        do throws(PollError) {
            try arm()
        } catch {
            fatalError("an event loop cannot watch descriptor \(descriptor) any longer: \(error)")
        }
    }

    /// `body` is not called any more.
    package func cancel() {
        body = nil
        guard isArmed else { return }
        // Safety: the node is this object's.
        unsafe loop.poller.remove(node, from: descriptor, .read)
        // If the claim fails, the callback is in the queue, and disarms.
        if unsafe Waiter(waiter).claim() { disarm() }
    }
}
