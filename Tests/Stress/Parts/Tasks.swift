// Stress › Tasks: Swift tasks on the workers of the scheduler, together with goroutines.

internal import BraidBridges
internal import BraidCore
internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    /// Tasks send, some by suspending and some by blocking their thread; goroutines receive.
    static let tasks = Part(name: "tasks", isReal: true) { random in
        let channel = Channel<Int>(capacity: random.number(0...4))
        let (group, sum) = (WaitGroup(), Tally())
        let (tasks, count) = (random.number(1...20), random.number(1...50))
        group.add(2 * tasks)
        for number in 0..<tasks {
            Task(executorPreference: .goroutines) {
                for value in 1...count {
                    if number % 3 == 0 {
                        sendBlocking(value, to: channel)
                    } else {
                        try? await channel.send(value)
                    }
                    if value % 10 == 0 { await Task.yield() }
                }
                await withTaskGroup(of: Void.self) { children in
                    for _ in 0..<2 { children.addTask { await Task.yield() } }
                }
                group.done()
            }
            go(name: "receiver of a task") {
                for _ in 1...count { sum.add(channel.receive() ?? 0) }
                group.done()
            }
        }
        group.wait()
        Verdicts.checkEqual(sum.value, tasks * count * (count + 1) / 2, "the sum from tasks")
    }

    private static func sendBlocking(_ value: Int, to channel: Channel<Int>) {
        try? channel.send(value)
    }

    /// Tasks that are cancelled while they wait for values: what was sent is received by somebody, or still there.
    static let cancelledTasks = Part(name: "cancelled tasks", isReal: true) { random in
        let channel = Channel<Int>()
        let (group, received) = (WaitGroup(), Tally())
        let count = random.number(1...200)
        group.add(8)
        let tasks = (0..<8).map { _ in
            Task(executorPreference: .goroutines) {
                while let value = try? await channel.receive() { received.add(value) }
                group.done()
            }
        }
        let sent = spawn(name: "sender to tasks") {
            var sent = 0
            for _ in 0..<count where (try? channel.send(1, within: .milliseconds(5))) != nil { sent += 1 }
            return sent
        }
        for task in tasks {
            if random.isOne(in: 2) { sleep(random.microseconds(0...500)) }
            task.cancel()
        }
        let total = sent.join()
        group.wait()
        Verdicts.checkEqual(received.value, total, "values that tasks received")
    }
}
