// Stress › Kernel: goroutines that wait for descriptors, block their threads, or keep them busy.

internal import BraidCore
internal import BraidGoroutines
internal import BraidTestSupport
internal import Glibc

extension Part {
    /// Bytes through pipes, whose readers give up now and then and come back.
    static let descriptors = Part(name: "descriptors", isReal: true) { random in
        let group = WaitGroup()
        for _ in 0..<random.number(1...10) {
            let (pipe, count) = (try Pipe(), random.number(1...3_000))
            let (readerRandom, writerRandom) = (random.fork(), random.fork())
            let poller = Scheduler.current.poller
            group.go(name: "pipe writer") {
                var random = writerRandom
                var rest = count
                while rest > 0 {
                    let written = pipe.write(String(repeating: "x", count: min(rest, random.number(1...200))))
                    if written > 0 {
                        rest -= written
                    } else {
                        _ = try poller.wait(for: pipe.writing, .write, until: .never)
                    }
                    if random.isOne(in: 8) { sleep(random.microseconds(0...300)) }
                }
            }
            group.go(name: "pipe reader") {
                var random = readerRandom
                var seen = 0
                while seen < count {
                    while pipe.readByte() != nil { seen += 1 }
                    if seen == count { break }
                    let deadline =
                        random.isOne(in: 2)
                        ? .never
                        : Scheduler.current.clock.now.advanced(by: random.microseconds(0...200))
                    _ = try poller.wait(for: pipe.reading, .read, until: deadline)
                }
                Verdicts.checkEqual(seen, count, "bytes through a pipe")
            }
        }
        group.wait()
    }

    /// Calls that block the thread: the monitor is to replace its worker.
    static let blocking = Part(name: "blocking", isReal: true) { random in
        let (group, passed) = (WaitGroup(), Channel<Void>(capacity: 4))
        let calls = random.number(1...20)
        for _ in 0..<calls {
            let microseconds = UInt32(random.number(1...5_000))
            group.go(name: "blocker") {
                usleep(microseconds)
                try passed.send(())
            }
        }
        for _ in 0..<calls { _ = passed.receive() }
        group.wait()
    }

    static let computing = Part(name: "computing", isReal: true) { random in
        let group = WaitGroup()
        for _ in 0..<random.number(1...4) {
            let duration = random.microseconds(1...15_000)
            group.go(name: "computer") {
                let start = Goroutine.Instant.now
                while start.duration(to: .now) < duration {}
            }
        }
        group.wait()
    }

    /// Threads that are no workers use the same channels and locks.
    static let plainThreads = Part(name: "plain threads", isReal: true) { random in
        let channel = Channel<Int>(capacity: random.number(0...4))
        let (mutex, group, sum) = (Sync.Mutex(0), WaitGroup(), Tally())
        let (threads, count) = (random.number(1...3), random.number(1...200))
        let produce: @Sendable () -> Void = {
            for number in 1...count {
                try? channel.send(number)
                mutex.withLock { $0 += 1 }
            }
            group.done()
        }
        let consume: @Sendable () -> Void = {
            for _ in 1...count { sum.add(channel.receive() ?? 0) }
            group.done()
        }
        group.add(4 * threads)
        for _ in 0..<threads {
            _ = PlainThread(name: "producer", produce)
            _ = PlainThread(name: "consumer", consume)
            go(name: "producer", produce)
            go(name: "consumer", consume)
        }
        group.wait()
        Verdicts.checkEqual(sum.value, 2 * threads * count * (count + 1) / 2, "the sum from threads")
        Verdicts.checkEqual(mutex.withLock { $0 }, 2 * threads * count, "the count under a mutex of threads")
    }

    /// Goroutines that keep their threads and wait there for others, which do not.
    static let pinned = Part(name: "pinned", isReal: true) { random in
        let (there, back) = (Channel<Int>(capacity: random.number(0...2)), Channel<Int>())
        let (pinned, others, sum) = (WaitGroup(), WaitGroup(), Tally())
        let (goroutines, count) = (random.number(1...4), random.number(1...200))
        for _ in 0..<random.number(1...3) {
            others.go(name: "answerer") { for value in there { try back.send(value) } }
        }
        for _ in 0..<goroutines {
            var random = random.fork()
            pinned.go(name: "pinned") {
                try Goroutine.pinned {
                    let own = threadNumber()
                    for number in 1...count {
                        try there.send(number)
                        if random.isOne(in: 16) { sleep(random.microseconds(0...100)) }
                        sum.add(back.receive() ?? 0)
                        Verdicts.checkEqual(threadNumber(), own, "the thread of a pinned goroutine")
                    }
                }
            }
        }
        pinned.wait()
        try there.close()
        others.wait()
        Verdicts.checkEqual(sum.value, goroutines * count * (count + 1) / 2, "the sum of pinned goroutines")
    }

    /// The number of workers changes while everything else runs.
    static let workerChanges = Part(name: "worker changes", isReal: true) { random in
        for _ in 0..<random.number(1...20) {
            Scheduler.current.workerTarget = random.number(1...9)
            if random.isOne(in: 2) { Goroutine.yield() } else { sleep(random.microseconds(0...1_000)) }
        }
    }
}
