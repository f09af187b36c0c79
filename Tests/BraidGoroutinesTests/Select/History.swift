// Select › History: what threads have done with channels, call by call, and whether there is an order of these calls in which
// ReferenceSelect comes to the same: one in which no call stands behind another that had begun only after it had ended.
//
// The order is searched for. What was placed, and what the model knows then, decides whether the rest can be placed; so no
// such position is tried twice, and where there are too many of them the search gives up.

struct History: CustomStringConvertible {
    /// How a call is written.
    enum Form: Sendable, CaseIterable {
        /// `send`, `receive`, `trySend`, `tryReceive`: of one case.
        case direct
        /// Of two cases.
        case switched
        case builder
        case array
    }

    struct Offer: Sendable {
        var cases: [ReferenceSelect.Case]
        var mayWait = true
        var isByPriority = false
        var form = Form.array

        /// What the caller sees of it: `tryReceive` does not tell a closed channel from one without a value.
        func seen(_ outcome: ReferenceSelect.Outcome) -> Outcome {
            if form == .direct, !mayWait, case .closed = outcome { return .of(.otherwise) }
            return .of(outcome)
        }
    }

    enum Call: Sendable {
        case select(Offer)
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

    let capacities: [Int]
    /// By when they began.
    let steps: [Step]

    init(capacities: [Int], steps: [Step]) {
        self.capacities = capacities
        self.steps = steps.sorted { $0.began < $1.began }
    }

    var description: String {
        "capacities \(capacities)\n"
            + steps.map { "\($0.began)…\($0.ended) \($0.call): \($0.outcome)" }
            .joined(separator: "\n")
    }

    /// Whether calls of several goroutines were under way at the same time.
    var hasOverlap: Bool { zip(steps, steps.dropFirst()).contains { $0.ended > $1.began } }
}

// Whether it can be.
extension History {
    /// Whether there is an order in which the model comes to the same. Nil if the search has given up.
    var isExplained: Bool? {
        var search = Search(steps, ReferenceSelect(capacities: capacities))
        let isFound = search.goOn(placed: 0)
        return search.hasGivenUp ? nil : isFound
    }

    private struct Search {
        private struct Position: Hashable {
            let placed: Int
            let state: ReferenceSelect.State
        }

        private let steps: [Step]
        private let model: ReferenceSelect
        private var seen: Set<Position> = []
        private static let mostPositions = 200_000

        var hasGivenUp: Bool { seen.count > Search.mostPositions }

        init(_ steps: [Step], _ model: ReferenceSelect) {
            (self.steps, self.model) = (steps, model)
        }

        /// `placed`: a bit for each step that stands in the order already.
        mutating func goOn(placed: Int) -> Bool {
            let state = model.state
            guard !hasGivenUp, seen.insert(Position(placed: placed, state: state)).inserted else {
                return false
            }
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
            case .select(let offer):
                let ready = model.ready(offer.cases)
                if ready.isEmpty {
                    if offer.mayWait { return [{ model.wait(offer.cases, as: place) }] }
                    return step.outcome == .of(.otherwise) ? [{}] : []
                }
                let state = model.state
                return ready.prefix(offer.isByPriority ? 1 : ready.count).filter { index in
                    defer { model.state = state }
                    return offer.seen(model.take(index, of: offer.cases)) == step.outcome
                }.map { index in { _ = model.take(index, of: offer.cases) } }
            }
        }
    }
}
