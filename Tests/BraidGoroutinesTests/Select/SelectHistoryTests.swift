import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Random programs of channels, selects and closes on real threads. What they come to is not known before, but there must be
/// an order of their calls in which the model comes to the same: one in which no call stands behind another that had begun
/// only after it had ended.
@Suite struct SelectHistoryTests {
    @Test func whatRandomProgramsDoOnRealThreadsIsWhatTheModelDoesInSomeOrder() async throws {
        let seeds: UInt64 = isSanitized ? 100 : 1_000
        try await onPlainThread {
            let overlapping = Tally()
            for seed in 0..<seeds {
                var history = History(seed: seed)
                try history.record()
                if history.hasOverlap { overlapping.add() }
                #expect(history.isExplained, "seed \(seed): \(history)")
            }
            #expect(overlapping.value > Int(seeds) / 10, "calls one after another show little")
        }
    }

    /// What the test above would say of a channel that loses a value, gives one twice, or serves in the wrong order.
    @Test func whatNoChannelDoesIsNotExplained() {
        let send = { (value: Int) in History.Call.select([.init(channel: 0, value: value)], mayWait: true) }
        let receive = History.Call.select([.init(channel: 0, value: nil)], mayWait: true)
        let explained = { (steps: [(History.Call, ReferenceSelect.Outcome)]) in
            // One call after the other, on a channel with room for two.
            let recorded = steps.enumerated().map { place, step in
                History.Step(call: step.0, outcome: .of(step.1), began: 2 * place, ended: 2 * place + 1)
            }
            return History(capacities: [2], steps: recorded).isExplained
        }
        #expect(explained([(send(1), .sent(case: 0)), (receive, .received(case: 0, 1))]))
        #expect(!explained([(send(1), .sent(case: 0)), (receive, .received(case: 0, 2))]))
        #expect(!explained([(send(1), .sent(case: 0)), (receive, .closed(case: 0))]))
        #expect(
            !explained([
                (send(1), .sent(case: 0)), (send(2), .sent(case: 0)), (receive, .received(case: 0, 2)),
            ]))
        #expect(
            !explained([(send(1), .sent(case: 0)), (send(2), .sent(case: 0)), (send(3), .sent(case: 0))]))
    }
}

/// The calls of one program, with their outcomes and when they were under way.
private struct History: CustomStringConvertible {
    enum Call: Sendable {
        case select([ReferenceSelect.Case], mayWait: Bool)
        case close(Int)
    }

    enum Outcome: Equatable, Sendable {
        case of(ReferenceSelect.Outcome)
        case closed(isFirst: Bool)
    }

    struct Step: Sendable {
        let call: Call
        let outcome: Outcome
        let began: Int
        let ended: Int
    }

    private let capacities: [Int]
    private var random: SeededGenerator
    private var steps: [Step]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        capacities = [[0, 0, 1, 2].randomElement(using: &random) ?? 0, 0]
        steps = []
    }

    init(capacities: [Int], steps: [Step]) {
        random = SeededGenerator(seed: 0)
        (self.capacities, self.steps) = (capacities, steps)
    }

    var description: String {
        "capacities \(capacities)\n"
            + steps.map { "\($0.began)…\($0.ended) \($0.call): \($0.outcome)" }
            .joined(separator: "\n")
    }

    /// Whether calls of several goroutines were under way at the same time.
    var hasOverlap: Bool { zip(steps, steps.dropFirst()).contains { $0.ended > $1.began } }
}

// What is done.
extension History {
    /// Three goroutines make three calls each; the caller closes the channels, which ends every wait.
    mutating func record() throws {
        let channels = capacities.map { Channel<Int>(capacity: $0) }
        let (clock, start) = (Tally(), Tally())
        let programs = (0..<3).map { actor in (0..<3).map { call(value: 100 * actor + $0) } }
        let closes = channels.indices.shuffled(using: &random).map(Call.close)
        let actors = programs.map { program in
            spawn { () throws(any Error) in
                start.add()
                return try program.map { try History.make($0, channels, clock) }
            }
        }
        // Begun, so that the closes do not come first.
        while start.value < actors.count { Goroutine.yield() }
        steps = try closes.map { try History.make($0, channels, clock) }
        for actor in actors { steps += try actor.join() }
        steps.sort { $0.began < $1.began }
    }

    private mutating func call(value: Int) -> Call {
        if Int.random(in: 0..<20, using: &random) == 0 {
            return .close(Int.random(in: 0..<2, using: &random))
        }
        let cases = (0..<Int.random(in: 1...2, using: &random)).map { index in
            let isSend = Bool.random(using: &random)
            return ReferenceSelect.Case(
                channel: capacities.indices.randomElement(using: &random),
                value: isSend ? 10 * value + index : nil)
        }
        return .select(cases, mayWait: Int.random(in: 0..<3, using: &random) > 0)
    }

    private static func make(_ call: Call, _ channels: [Channel<Int>], _ clock: Tally) throws -> Step {
        let began = clock.add()
        let outcome: Outcome
        switch call {
        case .close(let number):
            let error = caught { () throws(ChannelClosed) in try channels[number].close() }
            outcome = .closed(isFirst: error == nil)
        case .select(let cases, let mayWait):
            outcome = .of(select(cases, mayWait: mayWait, channels))
        }
        return Step(call: call, outcome: outcome, began: began, ended: clock.add())
    }

    private static func select(
        _ cases: [ReferenceSelect.Case], mayWait: Bool, _ channels: [Channel<Int>]
    ) -> ReferenceSelect.Outcome {
        var offered: [AnySelectCase<Int>] = cases.map { each in
            let channel = each.channel.map { channels[$0] }
            return each.value.map { .send($0, to: channel) } ?? .receive(from: channel)
        }
        if !mayWait { offered.append(.otherwise) }
        do throws(ChannelClosed) {
            let (index, value) = try BraidGoroutines.select(offered)
            if index == cases.count { return .otherwise }
            if cases[index].value != nil { return .sent(case: index) }
            return value.map { .received(case: index, $0) } ?? .closed(case: index)
        } catch { return .failed }
    }
}

// Whether it can be.
extension History {
    /// Whether there is an order in which the model comes to the same.
    var isExplained: Bool {
        var search = Search(steps, ReferenceSelect(capacities: capacities))
        return search.goOn(placed: 0)
    }

    private struct Search {
        private struct Position: Hashable {
            let placed: Int
            let state: ReferenceSelect.State
        }

        private let steps: [Step]
        private let model: ReferenceSelect
        private var seen: Set<Position> = []

        init(_ steps: [Step], _ model: ReferenceSelect) {
            (self.steps, self.model) = (steps, model)
        }

        /// `placed`: a bit for each step that stands in the order already.
        mutating func goOn(placed: Int) -> Bool {
            let state = model.state
            guard seen.insert(Position(placed: placed, state: state)).inserted else { return false }
            if placed == 1 << steps.count - 1 { return hasEnded(before: .max, placed) }
            for place in steps.indices where placed & 1 << place == 0 && mayBeNext(place, placed) {
                for attempt in attempts(at: place) {
                    attempt()
                    if agrees(), goOn(placed: placed | 1 << place) { return true }
                    model.state = state
                }
            }
            return false
        }

        /// Nobody who is not placed has ended before it began, and those who have are known to have.
        private func mayBeNext(_ place: Int, _ placed: Int) -> Bool {
            let began = steps[place].began
            return hasEnded(before: began, placed)
                && !steps.indices.contains { placed & 1 << $0 == 0 && steps[$0].ended < began }
        }

        private func hasEnded(before time: Int, _ placed: Int) -> Bool {
            steps.indices.allSatisfy {
                placed & 1 << $0 == 0 || steps[$0].ended >= time || !model.isWaiting($0)
            }
        }

        /// Whether those whose wait has ended by now have come to what they really came to.
        private func agrees() -> Bool {
            steps.indices.allSatisfy { place in
                model.outcome(of: place).map { Outcome.of($0) == steps[place].outcome } ?? true
            }
        }

        /// The ways in which the model can make a call and come to the same, or wait.
        private func attempts(at place: Int) -> [() -> Void] {
            let (step, model) = (steps[place], model)
            switch step.call {
            case .close(let number):
                let isFirst = !model.isClosed(number)
                return step.outcome == .closed(isFirst: isFirst) ? [{ _ = model.close(number) }] : []
            case .select(let cases, let mayWait):
                let ready = model.ready(cases)
                if ready.isEmpty {
                    if mayWait { return [{ model.wait(cases, as: place) }] }
                    return step.outcome == .of(.otherwise) ? [{}] : []
                }
                let state = model.state
                return ready.filter { index in
                    defer { model.state = state }
                    return .of(model.take(index, of: cases)) == step.outcome
                }.map { index in { _ = model.take(index, of: cases) } }
            }
        }
    }
}
