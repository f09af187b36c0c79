// promises › Time sleep: Promise.all, and nothing is concurrent all the same: the call blocks the one thread that all
// three run on. Takes 3 s, and the watchdog says on standard error which call it was.

import BraidPromises
import Glibc

func doWork() async {
    _ = Glibc.sleep(1)
}

func main() {
    var promises: [Promise<Void>] = []
    for _ in 0..<3 {
        let promise = Promise.async { await doWork() }
        promises.append(promise)
    }
    Promise.all(promises).then { _ in print("done") }
}

try EventLoop.runUntilIdle { main() }
