// goroutines › Time sleep: the same blocking call as in asyncio's example, and it takes 1 s. Each call blocks one worker
// thread; the runtime sees it and lets another thread run the others.

import BraidGoroutines
import Glibc

func doWork() {
    _ = Glibc.sleep(1)
}

func main() {
    let group = WaitGroup()
    for _ in 0..<3 {
        group.go { doWork() }
    }
    group.wait()
    print("done")
}

main()
