// promises › Aio sleep: time-sleep repaired. A timer resolves each promise, and the thread is free meanwhile. Takes 1 s.

import BraidPromises

func doWork() -> Promise<Void> {
    Promise { resolve, _ in
        setTimeout(.seconds(1)) { resolve() }
    }
}

func main() {
    var promises: [Promise<Void>] = []
    for _ in 0..<3 {
        let promise = doWork()
        promises.append(promise)
    }
    Promise.all(promises).then { _ in print("done") }
}

try EventLoop.runUntilIdle { main() }
