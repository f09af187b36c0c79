// Workloads › spawn: N goroutines that do nothing, joined by one wait group. One operation is a goroutine.

import BraidGoroutines

func spawnMany(_ count: Int) {
    let group = WaitGroup()
    for _ in 0..<count { group.go {} }
    group.wait()
}
