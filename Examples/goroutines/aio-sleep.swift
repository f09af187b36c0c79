// goroutines › Aio sleep: a sleep that parks the goroutine. Takes 1 s, as time-sleep does, but needs no thread for each.

import BraidGoroutines

func doWork() {
    sleep(.seconds(1))
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
