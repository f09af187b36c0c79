import BraidBridges
import BraidGoroutines
import BraidTesting
import Glibc
import Testing

/// Each in a process of its own, with one worker and nobody to replace it: a wait that kept its worker would never end.
@Suite(.timeLimit(.minutes(20))) struct TaskExecutorGoroutinesTests {
    private actor Counter {
        private(set) var count = 0

        func add(_ channel: Channel<Int>) { count += blockHere(channel) }
    }

    /// Before the first goroutine: afterwards nobody asks any more.
    private static func useOneWorkerWithoutMonitor() {
        // Safety: the process has one thread that cares.
        unsafe setenv("BRAID_WORKERS", "1", 1)
        unsafe setenv("BRAID_MONITOR", "off", 1)
    }

    @Test func aTaskRunsOnAWorker() async {
        await #expect(processExitsWith: .success) {
            TaskExecutorGoroutinesTests.useOneWorkerWithoutMonitor()
            let name = await Task(executorPreference: .goroutines) { threadName() }.value
            #expect(name == "braid-worker")
            let after = await Task(executorPreference: .goroutines) {
                await Task.yield()
                return (threadName(), Goroutine.current == nil)
            }.value
            #expect(after == ("braid-worker", true))
        }
    }

    @Test func aSynchronousWaitInATaskHandsTheSeatOver() async {
        await #expect(processExitsWith: .success) {
            TaskExecutorGoroutinesTests.useOneWorkerWithoutMonitor()
            let channel = Channel<Int>()
            let waiting = Task(executorPreference: .goroutines) { blockHere(channel) }
            go { try channel.send(7) }
            #expect(await waiting.value == 7)
        }
    }

    @Test func soDoesOneInAnActorsMethod() async {
        await #expect(processExitsWith: .success) {
            TaskExecutorGoroutinesTests.useOneWorkerWithoutMonitor()
            let (channel, counter) = (Channel<Int>(), Counter())
            let adding = Task(executorPreference: .goroutines) { await counter.add(channel) }
            go { try channel.send(7) }
            await adding.value
            #expect(await counter.count == 7)
        }
    }

    @Test func childrenOfAGroupWaitForEachOther() async {
        await #expect(processExitsWith: .success) {
            TaskExecutorGoroutinesTests.useOneWorkerWithoutMonitor()
            let channels = (0..<4).map { _ in Channel<Int>() }
            await withTaskExecutorPreference(.goroutines) {
                await withTaskGroup(of: Void.self) { group in
                    for index in channels.indices {
                        group.addTask {
                            let number = blockHere(channels[index])
                            if index > 0 { go { try channels[index - 1].send(number + 1) } }
                        }
                    }
                    group.addTask { go { try channels[3].send(1) } }
                }
            }
        }
    }

    @Test func anAwaitInATaskKeepsNoThread() async {
        await #expect(processExitsWith: .success) {
            TaskExecutorGoroutinesTests.useOneWorkerWithoutMonitor()
            let channel = Channel<Int>()
            let sum = Task(executorPreference: .goroutines) {
                var sum = 0
                for _ in 0..<100 { sum += try await channel.receive() ?? 0 }
                return (sum, threadName())
            }
            go { for number in 0..<100 { try channel.send(number) } }
            let (total, name) = try await sum.value
            #expect(total == 4_950)
            #expect(name == "braid-worker")
        }
    }

    @Test func aSeededRunHasItsOwn() async throws {
        try await onPlainThread {
            try forEachSeed(20) {
                let channel = Channel<String>()
                Task(executorPreference: .goroutines) {
                    try await channel.send(threadName())
                    try channel.close()
                }
                #expect(channel.receive() == "braid-test")
                #expect(channel.receive() == nil)
            }
        }
    }
}

/// A synchronous wait, as code has it that does not know that it is called from a task.
private func blockHere(_ channel: Channel<Int>) -> Int { channel.receive() ?? -1 }

/// What the calling thread is called.
private func threadName() -> String {
    var name = [UInt8](repeating: 0, count: 16)
    // Safety: the path is a literal; the array has as many bytes as are read at most.
    let file = unsafe open("/proc/thread-self/comm", O_RDONLY)
    defer { close(file) }
    let count = unsafe read(file, &name, name.count)
    return String(decoding: name.prefix(max(0, count - 1)), as: UTF8.self)
}
