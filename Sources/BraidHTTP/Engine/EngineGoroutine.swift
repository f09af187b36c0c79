// Engine › EngineGoroutine: the engine as a goroutine that parks between its turns.

internal import BraidCore

extension Engine {
    /// libcurl's TLS libraries need more stack than most goroutines do.
    private static let stackSize = 1 << 20

    /// Starts the goroutine. It ends when the engine is closed.
    func runInGoroutine() {
        let scheduler = Scheduler.current
        let site = CreationSite(fileID: #fileID, line: #line)
        scheduler.launch(name: "HTTP engine", stackSize: Engine.stackSize, site: site) {
            while case .wait(let deadline) = self.turn() {
                try self.wait(until: deadline, poller: scheduler.poller)
            }
        }
    }

    /// Parks until there is a command, a socket is ready, or time is up.
    private func wait(until deadline: Instant, poller: Poller) throws(PollError) {
        try Waiter.withCurrent { (waiter) throws(PollError) in
            guard mailbox.leave(waiter) else { return }
            defer { mailbox.takeBack() }
            var node = WaitNode(waiter)
            try unsafe withUnsafeMutablePointer(to: &node) { (node) throws(PollError) in
                // Safety: the node is in this frame and leaves the poller before the frame ends.
                try unsafe poller.add(node, to: sockets.descriptor, .read)
                defer { unsafe poller.remove(node, from: sockets.descriptor, .read) }
                _ = waiter.park(.httpEngine, until: deadline)
            }
        }
    }
}
