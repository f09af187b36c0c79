// Sync › Sync: a place for names that other modules have too (Synchronization's Mutex, asyncio's Semaphore).

/// What goroutines share memory with, and take turns by. Go's package `sync`.
///
/// Everything here works from goroutines, which are parked while they wait, and from plain threads, which are blocked. A
/// goroutine may park, and go on upon another thread, while it holds a lock.
public enum Sync {}
