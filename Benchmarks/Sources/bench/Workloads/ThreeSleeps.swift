// Workloads › blocking_sleep, aio_sleep: N goroutines (the contract has three) that wait a second each, in a call that
// blocks the thread, and in Braid's own. One operation is a sleep; the figure of interest is the wall time.

import BraidGoroutines
import Glibc

func sleepBlocking(_ count: Int) {
    runTogether(count) { _ = Glibc.sleep(1) }
}

func sleepParked(_ count: Int) {
    runTogether(count) { sleep(.seconds(1)) }
}

private func runTogether(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    let group = WaitGroup()
    for _ in 0..<count { group.go(body) }
    group.wait()
}
