// Delays: how long a new goroutine waits for its turn behind others that keep their threads.
//
//     swift run -c release --package-path Benchmarks delays
//
// Each round starts the obstacles, then one goroutine that looks at the clock. `BRAID_WORKERS` sets the workers.

import BraidGoroutines
import Glibc
import Measuring
import Synchronization

/// Keeps its thread until it is told to let it go.
typealias Obstacle = @Sendable (borrowing Atomic<Bool>) -> Void

/// What does not let others have the thread, and how many of it there are.
struct Scene {
    let name: String
    let counts: [Int]
    let obstacle: Obstacle
}

final class Release: Sendable {
    let isReleased = Atomic<Bool>(false)
}

let scenes = [
    Scene(name: "in a blocking call", counts: [1, 10, 100, 1_000]) { isReleased in
        while !isReleased.load(ordering: .relaxed) { usleep(200_000) }
    },
    Scene(name: "in an endless loop", counts: [1, 2, 10]) { isReleased in
        while !isReleased.load(ordering: .relaxed) {}
    },
]
let rounds = 7

/// Milliseconds from the start of a goroutine to its first step, with so many obstacles started before it.
func delay(behind count: Int, _ obstacle: @escaping Obstacle) -> Double {
    let (release, obstacles) = (Release(), WaitGroup())
    for _ in 0..<count { obstacles.go { obstacle(release.isReleased) } }
    let began = Stopwatch.nanoseconds
    let fresh = spawn { Stopwatch.nanoseconds - began }
    let nanoseconds = fresh.join()
    release.isReleased.store(true, ordering: .relaxed)
    obstacles.wait()
    return Double(nanoseconds) / 1e6
}

/// To a tenth.
func text(_ milliseconds: Double) -> String { "\((milliseconds * 10).rounded() / 10)" }

print("| goroutines before it | delay: median ms | most ms |\n|---|---|---|")
for scene in scenes {
    for count in scene.counts {
        let delays = (0..<rounds).map { _ in delay(behind: count, scene.obstacle) }.sorted()
        print("| \(count) \(scene.name) | \(text(delays[rounds / 2])) | \(text(delays[rounds - 1])) |")
    }
}
