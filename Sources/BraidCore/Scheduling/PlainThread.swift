// Scheduling › PlainThread: a thread of the operating system.

internal import CBraidShims
internal import Glibc

package final class PlainThread: @unchecked Sendable {
    // Safety: written once, before `init` returns.
    private var handle = pthread_t()
    // Safety: used by the one thread that joins, and by deinit.
    private var isJoined = false

    /// What the new thread is given: one reference, which it releases.
    private final class Start {
        let name: String
        let body: () -> Void

        init(name: String, body: @escaping () -> Void) {
            self.name = name
            self.body = body
        }
    }

    package init(name: String, _ body: sending @escaping () -> Void) {
        // Safety: the reference is taken back by the thread, once.
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body)).toOpaque()
        let result = unsafe pthread_create(
            &handle, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                // Safety: the reference that `init` retained for this thread.
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe braid_thread_set_name(start.name)
                start.body()
                return nil
            }, start)
        guard result == 0 else { fatalError("cannot start a thread: error \(result)") }
    }

    /// Waits for the thread's end. Call once.
    package func join() {
        isJoined = true
        pthread_join(handle, nil)
    }

    deinit {
        // A thread that nobody will join must give its stack back by itself.
        if !isJoined { pthread_detach(handle) }
    }
}
