// Experiments › BlockingCall: a call that blocks for a second, on each thread that the model has, and then 1,000 short
// tasks. When were the 1,000 done?
//
// A model on one thread gets one such call. Goroutines and Swift's own tasks get one for each processor, so that all
// the threads that they start with are taken.

internal import BraidAsyncio
internal import BraidGoroutines
internal import BraidPromises
internal import Glibc

enum BlockingCall: Experiment {
    static let name = "blocking-call"
    static let subject = "every thread blocked for 1 s, and 1,000 tasks that sleep 10 ms"
    static let tellsWhenOthersWereDone = true

    static func asyncio() throws {
        let start = ContinuousClock.now
        try EventLoop.run {
            let blocking = ensureFuture { _ = Glibc.sleep(1) }
            var others: [Future<Void>] = []
            for _ in 0..<1000 { others.append(ensureFuture { try await sleep(.milliseconds(10)) }) }
            _ = try await gather(others)
            tellSeconds(since: start)
            try await blocking.value
        }
    }

    static func promises() throws {
        let start = ContinuousClock.now
        try EventLoop.runUntilIdle {
            let blocking = Promise.async { _ = Glibc.sleep(1) }
            var others: [Promise<Void>] = []
            for _ in 0..<1000 {
                others.append(Promise { resolve, _ in setTimeout(.milliseconds(10)) { resolve() } })
            }
            Promise.all(others).then { _ in tellSeconds(since: start) }.then { blocking }
        }
    }

    static func goroutines() {
        let start = ContinuousClock.now
        let blocking = WaitGroup()
        for _ in 0..<processors { blocking.go { _ = Glibc.sleep(1) } }
        let others = WaitGroup()
        for _ in 0..<1000 { others.go { sleep(.milliseconds(10)) } }
        others.wait()
        tellSeconds(since: start)
        blocking.wait()
    }

    static func tasks() async throws {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup { blocking in
            for _ in 0..<processors { blocking.addTask { _ = Glibc.sleep(1) } }
            try await withThrowingTaskGroup { others in
                for _ in 0..<1000 { others.addTask { try await Task.sleep(for: .milliseconds(10)) } }
                try await others.waitForAll()
            }
            tellSeconds(since: start)
            try await blocking.waitForAll()
        }
    }

    static let peers = PeerPrograms(
        python3: PackageResources.blocking_call_py, node: PackageResources.blocking_call_js,
        go: PackageResources.blocking_call_go)

    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

private func tellSeconds(since start: ContinuousClock.Instant) {
    OutputStream.standard.print((start.duration(to: .now) / .seconds(1)).decimals(3))
}
