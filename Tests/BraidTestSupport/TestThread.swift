// Test support › TestThread: a plain thread, without Foundation.

internal import Glibc

/// Runs `body` on a new thread that nobody waits for.
package func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    // Safety: the box is retained here and released by the thread, which is its only user.
    let box = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    let code = unsafe pthread_create(
        &thread, nil,
        { box in
            // Safety: the box that was retained for this thread.
            unsafe Unmanaged<Box>.fromOpaque(box!).takeRetainedValue().body()
            return nil
        }, box)
    precondition(code == 0, "no thread")
    pthread_detach(thread)
}

/// Lets other threads run.
package func pauseThread() {
    sched_yield()
}
