// Select › RandomHistory: a random program of calls on two channels, made by goroutines and plain threads at the same time.

import BraidGoroutines
import BraidTestSupport

struct RandomHistory {
    private var random: SeededGenerator
    private let capacities: [Int]
    /// How many make how many calls each, and how many of them are plain threads.
    private let (actors, calls, threads): (Int, Int, Int)

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        capacities = [[0, 0, 1, 2].randomElement(using: &random) ?? 0, 0]
        (actors, calls) = seed % 3 == 0 ? (4, 2) : (3, 3)
        threads = Int(seed % 4)
    }

    /// The caller closes the channels, which ends every wait.
    mutating func record() -> History {
        let channels = capacities.map { Channel<Int>(capacity: $0) }
        let (clock, start) = (Tally(), Tally())
        let done = Channel<[History.Step]>(capacity: actors)
        for actor in 0..<actors {
            let program = (0..<calls).map { call(value: 100 * actor + $0) }
            let run: @Sendable () -> Void = {
                start.add()
                _ = try? done.trySend(program.map { RandomHistory.make($0, channels, clock) })
            }
            if actor < threads { startThread(run) } else { go { run() } }
        }
        let closes = channels.indices.shuffled(using: &random).map(History.Call.close)
        // Begun, so that the closes do not come first.
        while start.value < actors { Goroutine.yield() }
        var steps = closes.map { RandomHistory.make($0, channels, clock) }
        for _ in 0..<actors { steps += done.receive() ?? [] }
        return History(capacities: capacities, steps: steps)
    }

    private mutating func call(value: Int) -> History.Call {
        if Int.random(in: 0..<20, using: &random) == 0 {
            return .close(Int.random(in: 0..<2, using: &random))
        }
        var cases = (0..<Int.random(in: 1...2, using: &random)).map { index in
            let isSend = Bool.random(using: &random)
            return ReferenceSelect.Case(
                channel: capacities.indices.randomElement(using: &random),
                value: isSend ? 10 * value + index : nil)
        }
        let forms = History.Form.allCases.filter { $0 != (cases.count == 1 ? .switched : .direct) }
        let form = forms.randomElement(using: &random) ?? .array
        // One that is absent, beside one that is not.
        if cases.count == 2, Int.random(in: 0..<10, using: &random) == 0 { cases[1].channel = nil }
        return .select(
            History.Offer(
                cases: cases, mayWait: Int.random(in: 0..<3, using: &random) > 0,
                isByPriority: form != .direct && Bool.random(using: &random), form: form))
    }
}

// The calls, on the real channels.
extension RandomHistory {
    private static func make(_ call: History.Call, _ channels: [Channel<Int>], _ clock: Tally) -> History.Step
    {
        let began = clock.add()
        let outcome: History.Outcome
        switch call {
        case .close(let number):
            let error = caught { () throws(ChannelClosed) in try channels[number].close() }
            outcome = .closed(isFirst: error == nil)
        case .select(let offer):
            do { outcome = .of(try make(offer, channels)) } catch { outcome = .of(.failed) }
        }
        return History.Step(call: call, outcome: outcome, began: began, ended: clock.add())
    }

    private static func make(
        _ offer: History.Offer, _ channels: [Channel<Int>]
    ) throws -> ReferenceSelect.Outcome {
        let places = offer.cases.map { each in each.channel.map { channels[$0] } }
        let values = offer.cases.map(\.value)
        switch offer.form {
        case .direct: return try directly(values[0], places[0], offer.mayWait)
        case .array: return try inArray(offer, places)
        case .switched:
            switch (values[0], values[1]) {
            case (nil, nil): return try switched(.receive(from: places[0]), .receive(from: places[1]), offer)
            case (nil, let value?):
                return try switched(.receive(from: places[0]), .send(value, to: places[1]), offer)
            case (let value?, nil):
                return try switched(.send(value, to: places[0]), .receive(from: places[1]), offer)
            case (let value?, let other?):
                return try switched(.send(value, to: places[0]), .send(other, to: places[1]), offer)
            }
        case .builder:
            switch (values[0] == nil, values.count == 1 ? nil : values[1] == nil) {
            case (true, nil): return try built(receiving(0, from: places[0]), nil as Receive?, offer)
            case (false, nil): return try built(sending(0, values[0], to: places[0]), nil as Receive?, offer)
            case (true, true?):
                return try built(receiving(0, from: places[0]), receiving(1, from: places[1]), offer)
            case (true, false?):
                return try built(receiving(0, from: places[0]), sending(1, values[1], to: places[1]), offer)
            case (false, true?):
                return try built(sending(0, values[0], to: places[0]), receiving(1, from: places[1]), offer)
            case (false, false?):
                return try built(
                    sending(0, values[0], to: places[0]), sending(1, values[1], to: places[1]), offer)
            }
        }
    }

    private typealias Receive = SelectArm<ReceiveCase<Channel<Int>>, ReferenceSelect.Outcome, Never>
    private typealias Send = SelectArm<SendCase<Channel<Int>>, ReferenceSelect.Outcome, any Error>

    private static func receiving(_ index: Int, from channel: Channel<Int>?) -> Receive {
        receive(from: channel) { (value: sending Int?) -> ReferenceSelect.Outcome in
            value.map { .received(case: index, $0) } ?? .closed(case: index)
        }
    }

    private static func sending(_ index: Int, _ value: Int?, to channel: Channel<Int>?) -> Send {
        send(value ?? 0, to: channel) { () -> ReferenceSelect.Outcome in .sent(case: index) }
    }

    private static func directly(
        _ value: Int?, _ channel: Channel<Int>?, _ mayWait: Bool
    ) throws -> ReferenceSelect.Outcome {
        guard let channel else { return .otherwise }
        switch (value, mayWait) {
        case (let value?, true):
            try channel.send(value)
            return .sent(case: 0)
        case (let value?, false): return try channel.trySend(value) ? .sent(case: 0) : .otherwise
        case (nil, true): return channel.receive().map { .received(case: 0, $0) } ?? .closed(case: 0)
        case (nil, false): return channel.tryReceive().map { .received(case: 0, $0) } ?? .otherwise
        }
    }

    private static func inArray(
        _ offer: History.Offer, _ places: [Channel<Int>?]
    ) throws -> ReferenceSelect.Outcome {
        var offered: [AnySelectCase<Int>] = zip(offer.cases, places).map { each, channel in
            each.value.map { .send($0, to: channel) } ?? .receive(from: channel)
        }
        if !offer.mayWait { offered.append(.otherwise) }
        let (index, value) = try select(order: offer.order, offered)
        return index == places.count
            ? .otherwise : outcome(index, value, isSend: offer.cases[index].value != nil)
    }

    private static func switched<First: SelectCase, Second: SelectCase>(
        _ first: sending First, _ second: sending Second, _ offer: History.Offer
    ) throws -> ReferenceSelect.Outcome {
        let isSend = offer.cases.map { $0.value != nil }
        guard offer.mayWait else {
            switch try select(order: offer.order, first, second, .otherwise) {
            case .first(let value): return outcome(0, value, isSend: isSend[0])
            case .second(let value): return outcome(1, value, isSend: isSend[1])
            case .third: return .otherwise
            }
        }
        switch try select(order: offer.order, first, second) {
        case .first(let value): return outcome(0, value, isSend: isSend[0])
        case .second(let value): return outcome(1, value, isSend: isSend[1])
        }
    }

    /// - Parameter value: what the case gave: an optional integer if it was to receive.
    private static func outcome<Value>(
        _ index: Int, _ value: Value, isSend: Bool
    ) -> ReferenceSelect.Outcome {
        if isSend { return .sent(case: index) }
        return ((value as Any) as? Int).map { .received(case: index, $0) } ?? .closed(case: index)
    }

    private static func built<A: SelectCase, B: SelectCase, F: Error, G: Error>(
        _ first: SelectArm<A, ReferenceSelect.Outcome, F>,
        _ second: SelectArm<B, ReferenceSelect.Outcome, G>?,
        _ offer: History.Offer
    ) throws -> ReferenceSelect.Outcome {
        switch (second, offer.mayWait) {
        case (let second?, true):
            try select(order: offer.order) {
                first
                second
            }
        case (let second?, false):
            try select(order: offer.order) {
                first
                second
                otherwise { .otherwise }
            }
        case (nil, true): try select(order: offer.order) { first }
        case (nil, false):
            try select(order: offer.order) {
                first
                otherwise { .otherwise }
            }
        }
    }
}

extension History.Offer {
    fileprivate var order: SelectOrder { isByPriority ? .priority : .fair }
}
