// Exploration › Turn: one exploration at a time. A lock of the C library, which ThreadSanitizer sees, as it does not see
// the standard library's.

import Glibc

@safe
final class Turn: @unchecked Sendable {
    // Safety: initialized before anybody has the object, and it lives as long as the program.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        // Safety: see the property.
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
    }

    func withLock<Result>(_ body: () -> Result) -> Result {
        // Safety: see the property.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
