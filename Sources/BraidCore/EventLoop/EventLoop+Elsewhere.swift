// EventLoop › Elsewhere: where a closure runs that must not run on the loop, because it blocks.

extension EventLoop {
    /// Runs `body` away from the loop: on a thread of its own, or, where a seeded scheduler drives the loop, as one of
    /// its goroutines, so that the run keeps its one thread and its virtual time. From anywhere.
    package func runElsewhere(name: String, _ body: sending @escaping () -> Void) {
        guard let host else {
            _ = PlainThread(name: name, body)
            return
        }
        let site = CreationSite(fileID: #fileID, line: #line)
        host.launch(name: name, stackSize: nil, site: site, body)
    }
}
