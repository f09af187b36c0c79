// Stress › Lives: goroutines that start others, fail, are waited for, and need their stacks.

internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    private struct Failure: Error {}

    /// A tree of goroutines, each of which adds up what its children have.
    static let tree = Part(name: "tree") { random in
        @Sendable func leaves(_ depth: Int, _ width: Int) -> Int {
            if depth == 0 { return 1 }
            let children = (0..<width).map { _ in spawn(name: "branch") { leaves(depth - 1, width) } }
            return children.reduce(0) { $0 + $1.join() }
        }
        let width = random.number(2...10)
        let depth = width < 4 ? 8 : width < 7 ? 4 : 3
        var expected = 1
        for _ in 0..<depth { expected *= width }
        Verdicts.checkEqual(leaves(depth, width), expected, "leaves")
    }

    private final class Farewell: Sendable {
        private let end: @Sendable () -> Void

        init(_ end: @escaping @Sendable () -> Void) { self.end = end }

        deinit { end() }
    }

    /// Results that nobody wants, whose ends wait; beside waits with deadlines, which must end as they are to.
    static let farewells = Part(name: "farewells") { random in
        let (mutex, messages, silent) = (Sync.Mutex(0), Channel<Int>(capacity: 2), Channel<Int>())
        let (group, count) = (WaitGroup(), random.number(1...50))
        for number in 1...count {
            // Not here, where the messages are received: a handle that goes last takes the result with it.
            group.go(name: "host") {
                _ = spawn(name: "farewell") {
                    Farewell {
                        mutex.withLock { count in
                            Goroutine.yield()
                            count += 1
                        }
                        try? messages.send(number)
                    }
                }
            }
            guard random.isOne(in: 3) else { continue }
            let patience = random.microseconds(0...500)
            group.go(name: "patient") {
                do {
                    _ = try silent.receive(within: patience)
                    Verdicts.fail("wrong: a wait ended that nobody could end")
                } catch {}
            }
        }
        Verdicts.checkEqual(
            (1...count).reduce(0) { sum, _ in sum + (messages.receive() ?? 0) }, count * (count + 1) / 2,
            "farewells")
        group.wait()
        Verdicts.checkEqual(mutex.withLock { $0 }, count, "farewells under a mutex")
    }

    /// Nurseries and error groups, in which some fail: nobody outlives the scope, and the error comes out.
    static let nurseries = Part(name: "nurseries") { random in
        for _ in 0..<random.number(1...20) {
            let (children, failing) = (random.number(1...20), random.number(0...3))
            let running = Tally()
            let never = Channel<Never>()
            do {
                try withGoroutines { nursery in
                    for child in 0..<children {
                        nursery.go(name: "child") {
                            running.add()
                            defer { running.add(-1) }
                            if child < failing {
                                Goroutine.yield()
                                throw Failure()
                            }
                            // Those who do not fail wait for the failure of another, if there is to be one.
                            if failing > 0 { _ = try never.receive(in: nursery.context) }
                        }
                    }
                }
                Verdicts.checkEqual(failing, 0, "failures of a nursery that did not throw")
            } catch {
                Verdicts.check(failing > 0, "a nursery threw \(error)")
            }
            Verdicts.checkEqual(running.value, 0, "goroutines that outlive their nursery")
        }
        let (group, limit, most) = (ErrGroup(limit: 3), Tally(), random.number(1...40))
        for number in 0..<most {
            group.go(name: "limited") {
                Verdicts.check(limit.add() <= 3, "an error group exceeds its limit")
                Goroutine.yield()
                limit.add(-1)
                if number % 3 == 0 { throw Failure() }
            }
        }
        do {
            try group.wait()
            Verdicts.fail("wrong: an error group has lost its error")
        } catch {}
        Verdicts.checkEqual(group.errors.count, (most + 2) / 3, "errors of an error group")
    }

    /// Deep and shallow stacks of several sizes, left and come back to at every depth.
    static let deepStacks = Part(name: "deep stacks") { random in
        @Sendable func descend(_ depth: Int, _ seed: Int) -> Int {
            let here = seed &* 31 &+ depth
            if depth % 7 == 0 { Goroutine.yield() }
            let below = depth == 0 ? 0 : descend(depth - 1, here)
            if depth % 5 == 0 { Goroutine.yield() }
            return below &+ here
        }
        let goroutines = random.number(1...50)
        let expected = (0..<goroutines).map { number in
            var (sum, seed) = (0, number)
            for depth in (0...100).reversed() {
                seed = seed &* 31 &+ depth
                sum = sum &+ seed
            }
            return sum
        }
        let found = (0..<goroutines).map { number in
            let stack = [nil, 64 << 10, 1 << 20, 300_000][random.number(0...3)]
            return spawn(stack: stack, name: "diver") { descend(100, number) }
        }
        Verdicts.checkEqual(found.map { $0.join() }, expected, "sums of deep stacks")
    }
}
