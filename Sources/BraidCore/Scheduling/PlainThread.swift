// Scheduling › PlainThread: a thread of the operating system.

internal import CBraidShims
internal import Glibc

package final class PlainThread: @unchecked Sendable {
    private let handle: pthread_t
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

    /// A thread that must be had: without it the program ends.
    package init(name: String, _ body: sending @escaping () -> Void) {
        let (handle, error) = PlainThread.start(name, body)
        guard error == 0 else { fatalError("cannot start the thread \(name): error \(error)") }
        self.handle = handle
    }

    /// Nil if the system has no thread to give.
    package init?(ifPossible name: String, _ body: sending @escaping () -> Void) {
        let (handle, error) = PlainThread.start(name, body)
        guard error == 0 else { return nil }
        self.handle = handle
    }

    private static func start(_ name: String, _ body: sending @escaping () -> Void) -> (pthread_t, Int32) {
        // Safety: the reference is taken back by the thread, once; or here, if there is none.
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let error = unsafe pthread_create(
            &handle, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                // Safety: the reference that was retained for this thread.
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                unsafe braid_thread_set_name(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        if error != 0 { unsafe start.release() }
        return (handle, error)
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
