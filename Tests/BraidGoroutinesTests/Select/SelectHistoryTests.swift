import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Random programs of channels, selects in each of their forms and closes, of goroutines and plain threads. What they come to is not known before, but there must be
/// an order of their calls in which the model comes to the same: one in which no call stands behind another that had begun
/// only after it had ended.
@Suite struct SelectHistoryTests {
    @Test func whatRandomProgramsDoOnRealThreadsIsWhatTheModelDoesInSomeOrder() async throws {
        let (seeds, enough): (UInt64, Duration) = (isSanitized ? 400 : 4_000, .seconds(30))
        try await onPlainThread {
            let start = Goroutine.Instant.now
            var (recorded, overlapping, undecided) = (0, 0, 0)
            // A slow machine makes fewer.
            for seed in 0..<seeds where seed < seeds / 10 || start.duration(to: .now) < enough {
                var program = RandomHistory(seed: seed)
                let history = program.record()
                recorded += 1
                if history.hasOverlap { overlapping += 1 }
                switch history.isExplained {
                case nil: undecided += 1
                case let isExplained?: #expect(isExplained, "seed \(seed): \(history)")
                }
            }
            #expect(overlapping > recorded / 10, "calls one after another show little")
            #expect(undecided * 100 <= recorded, "nor do those whose order is not found")
        }
    }

    /// What the test above would say of a channel that loses a value, gives one twice, or serves in the wrong order.
    @Test func whatNoChannelDoesIsNotExplained() {
        let send = { (value: Int) in History.Call.select(.init(cases: [.init(channel: 0, value: value)])) }
        let receive = History.Call.select(.init(cases: [.init(channel: 0, value: nil)]))
        let explained = { (steps: [(History.Call, ReferenceSelect.Outcome)]) in
            // One call after the other, on a channel with room for two.
            let recorded = steps.enumerated().map { place, step in
                History.Step(call: step.0, outcome: .of(step.1), began: 2 * place, ended: 2 * place + 1)
            }
            return History(capacities: [2], steps: recorded).isExplained == true
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

    /// The first of the cases that are ready is the one.
    @Test func aSelectByPriorityThatTakesTheSecondIsNotExplained() {
        let both = { (isByPriority: Bool, taken: Int) in
            let cases = [0, 1].map { ReferenceSelect.Case(channel: $0, value: nil) }
            let sends = [0, 1].map { number in
                History.Step(
                    call: .select(.init(cases: [.init(channel: number, value: number)])),
                    outcome: .of(.sent(case: 0)), began: 2 * number, ended: 2 * number + 1)
            }
            let select = History.Step(
                call: .select(.init(cases: cases, isByPriority: isByPriority)),
                outcome: .of(.received(case: taken, taken)), began: 4, ended: 5)
            return History(capacities: [1, 1], steps: sends + [select]).isExplained == true
        }
        #expect(both(true, 0) && !both(true, 1))
        #expect(both(false, 0) && both(false, 1))
    }
}
