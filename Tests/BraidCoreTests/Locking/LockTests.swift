@testable import BraidCore
import Testing

@Suite struct LockTests {
    @Test func tryLockSucceedsOnlyWhenItIsFree() {
        let lock = Lock(.door)
        #expect(lock.tryLock() == true)
        #expect(lock.tryLock() == false)
        lock.unlock()
        #expect(lock.tryLock() == true)
        lock.unlock()
    }

    @Test func anErrorUnlocks() {
        struct Refused: Error {}
        let lock = Lock(.door)
        #expect(throws: Refused.self) { try lock.withLock { () throws(Refused) in throw Refused() } }
        #expect(lock.tryLock() == true)
        lock.unlock()
    }

    @Test func theStateOfAGuardedIsReleasedWithIt() {
        final class Released {}
        weak var state: Released?
        do {
            let guarded = Guarded(.door, Released())
            guarded.withLock { state = $0 }
            #expect(state != nil)
            _ = guarded
        }
        #expect(state == nil)
    }
}
