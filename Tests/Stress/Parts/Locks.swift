// Stress › Locks: what goroutines share memory by.

internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    /// A counter that is changed in two steps, and a pair whose halves readers never see differ.
    static let locks = Part(name: "locks") { random in
        let (counter, pair) = (Sync.Mutex(0), Sync.RWMutex([0, 0]))
        let (workers, rounds) = (random.number(2...20), random.number(1...100))
        let group = WaitGroup()
        for _ in 0..<workers {
            let random = random.fork()
            group.go(name: "locker") {
                var random = random
                for _ in 0..<rounds {
                    let action = random.number(0...9)
                    counter.withLock { count in
                        let seen = count
                        if action == 0 { Goroutine.yield() }
                        if action == 1 { sleep(.microseconds(20)) }
                        count = seen + 1
                    }
                    if action < 3 {
                        pair.withLock { pair in
                            pair[0] += 1
                            if action == 0 { Goroutine.yield() }
                            pair[1] += 1
                        }
                    } else {
                        let seen = pair.withReadLock { pair in
                            let first = pair[0]
                            if action == 3 { Goroutine.yield() }
                            return [first, pair[1]]
                        }
                        Verdicts.checkEqual(seen[0], seen[1], "halves of a pair")
                    }
                }
            }
        }
        group.wait()
        Verdicts.checkEqual(counter.withLock { $0 }, workers * rounds, "the count under a mutex")
    }

    /// A queue with a limit, made of a mutex and two conditions.
    static let boundedQueue = Part(name: "bounded queue") { random in
        let queue = Sync.Mutex([Int]())
        let (filled, emptied) = (Sync.Cond(queue), Sync.Cond(queue))
        let (limit, each) = (random.number(1...5), random.number(1...100))
        let (producers, consumers) = (random.number(1...6), random.number(1...6))
        let (group, sum) = (WaitGroup(), Tally())
        for _ in 0..<producers {
            group.go(name: "producer") {
                for number in 0..<each * consumers {
                    emptied.withLock(when: { $0.count < limit }) { $0.append(number) }
                    filled.signal()
                }
            }
        }
        for _ in 0..<consumers {
            group.go(name: "consumer") {
                for _ in 0..<each * producers {
                    sum.add(filled.withLock(when: { !$0.isEmpty }) { $0.removeFirst() })
                    emptied.signal()
                }
            }
        }
        group.wait()
        let count = each * consumers
        Verdicts.checkEqual(sum.value, producers * count * (count - 1) / 2, "the sum through a bounded queue")
    }

    /// Semaphore, barrier, once and single flight, each with what it promises.
    static let gates = Part(name: "gates") { random in
        let (parties, rounds, permits) = (random.number(1...12), random.number(1...30), random.number(1...4))
        let semaphore = Sync.Semaphore(permits)
        let barrier = Sync.Barrier(parties)
        let (once, flights) = (Sync.Once(), SingleFlight<Int, Int>())
        let (inside, arrived, ran, last) = (Tally(), Tally(), Tally(), Tally())
        let group = WaitGroup()
        for _ in 0..<parties {
            let random = random.fork()
            group.go(name: "party") {
                var random = random
                for round in 1...rounds {
                    let wanted = random.number(1...permits)
                    semaphore.acquire(wanted)
                    Verdicts.check(inside.add(wanted) <= permits, "more permits than there are")
                    if random.isOne(in: 3) { Goroutine.yield() }
                    inside.add(-wanted)
                    semaphore.release(wanted)
                    once.run { ran.add() }
                    Verdicts.checkEqual(ran.value, 1, "how often once has run")
                    let shared = try flights.run(round) {
                        Goroutine.yield()
                        return round
                    }
                    Verdicts.checkEqual(shared.value, round, "a shared value")
                    arrived.add()
                    if barrier.wait() { last.add() }
                    Verdicts.check(arrived.value >= round * parties, "somebody passed the barrier alone")
                }
            }
        }
        group.wait()
        Verdicts.checkEqual(last.value, rounds, "who came last to a barrier")
    }
}
