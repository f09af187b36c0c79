// Stress › Times: timers, tickers, sleeps and contexts, ended early as often as not.

internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    /// Every setting of a timer either fires or is taken back; never both, never neither.
    static let timers = Part(name: "timers") { random in
        let (settings, fired) = (WaitGroup(), Tally())
        let group = WaitGroup()
        for _ in 0..<random.number(1...20) {
            let random = random.fork()
            group.go(name: "timekeeper") {
                var random = random
                for _ in 0..<random.number(1...20) {
                    settings.add()
                    let timer = afterFunc(random.microseconds(0...2_000)) {
                        fired.add()
                        settings.done()
                    }
                    for _ in 0..<random.number(0...3) {
                        if random.isOne(in: 3) { sleep(random.microseconds(0...500)) }
                        settings.add()
                        if timer.reset(random.microseconds(0...2_000)) { settings.done() }
                    }
                    if random.isOne(in: 2), timer.stop() { settings.done() }
                }
            }
        }
        group.wait()
        settings.wait()
        let count = fired.value
        sleep(.milliseconds(3))
        Verdicts.checkEqual(fired.value, count, "timers that fired after all had")
    }

    static let tickers = Part(name: "tickers") { random in
        let group = WaitGroup()
        for _ in 0..<random.number(1...10) {
            let (period, ticks) = (random.microseconds(50...2_000), random.number(1...20))
            group.go(name: "ticker") {
                let ticker = Ticker(period)
                var last: Goroutine.Instant?
                for _ in 0..<ticks {
                    guard let time = ticker.receiving.receive() else {
                        Verdicts.fail("wrong: a closed ticker")
                    }
                    if let last { Verdicts.check(time >= last, "a tick before the last") }
                    last = time
                }
                ticker.stop()
                _ = ticker.receiving.tryReceive()
                sleep(period)
                Verdicts.check(ticker.receiving.tryReceive() == nil, "a ticker that was stopped has ticked")
            }
        }
        group.wait()
    }

    static let sleeps = Part(name: "sleeps") { random in
        let group = WaitGroup()
        for _ in 0..<random.number(1...300) {
            let duration = random.microseconds(0...20_000)
            group.go(name: "sleeper") {
                let start = Goroutine.Instant.now
                sleep(duration)
                Verdicts.check(start.duration(to: .now) >= duration, "a sleep of \(duration) was too short")
            }
        }
        group.wait()
    }

    /// A tree of contexts whose branches are cancelled at random, and in the end the root: everybody who waits hears it.
    static let contexts = Part(name: "contexts") { random in
        let (root, cancelRoot) = Context.background.withCancel()
        let (group, heard, stopped) = (WaitGroup(), Tally(), Tally())
        var branches = [(context: root, cancel: cancelRoot)]
        for _ in 0..<random.number(1...15) {
            let parent = branches[random.number(0...branches.count - 1)].context
            let branch =
                random.isOne(in: 3)
                ? parent.withTimeout(random.microseconds(0...5_000)) : parent.withCancel()
            branches.append(branch)
        }
        let (never, semaphore) = (Channel<Int>(), Sync.Semaphore(1))
        semaphore.acquire()
        let functions = random.number(0...20)
        for number in 0..<functions {
            let stop = branches[number % branches.count].context.afterFunc { heard.add() }
            if random.isOne(in: 3), stop() { stopped.add() }
        }
        for _ in 0..<random.number(1...40) {
            let context = branches[random.number(0...branches.count - 1)].context
            let kind = random.number(0...3)
            group.go(name: "listener") {
                switch kind {
                case 0: _ = context.done?.receive()
                case 1: _ = try? never.receive(in: context)
                case 2: try? semaphore.acquire(in: context)
                default:
                    switch select(.receive(from: context.done), .receive(from: never)) {
                    case .first: break
                    case .second: Verdicts.fail("wrong: a value from nobody")
                    }
                }
                Verdicts.check(context.error != nil, "a wait ended before its context")
            }
        }
        for _ in 0..<random.number(0...10) {
            branches[random.number(0...branches.count - 1)].cancel()
            if random.isOne(in: 2) { sleep(random.microseconds(0...300)) }
        }
        cancelRoot()
        group.wait()
        while heard.value + stopped.value < functions { sleep(.microseconds(100)) }
        Verdicts.checkEqual(heard.value + stopped.value, functions, "functions of contexts")
        Verdicts.check(semaphore.tryAcquire() == false, "a permit that nobody released")
    }
}
