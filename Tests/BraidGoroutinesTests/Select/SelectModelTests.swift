import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Random programs of channels, selects and closes, compared call by call with ReferenceSelect.
@Suite struct SelectModelTests {
    @Test func randomProgramsDoWhatTheModelSays() async throws {
        let seeds: UInt64 = isSanitized ? 200 : 2_000
        try await onPlainThread {
            let (waited, hadChoice) = (Tally(), Tally())
            for seed in 0..<seeds {
                let run = try SeededRun(seed: seed) {
                    try RandomSelects(seed: seed, waited: waited, hadChoice: hadChoice).run()
                }
                #expect(run.didEnd, "seed \(seed)")
                #expect(run.stranded.isEmpty, "seed \(seed): \(run.stranded)")
            }
            #expect(waited.value > 10 * Int(seeds), "programs in which nobody waits show little")
            #expect(hadChoice.value > Int(seeds), "programs without a choice show little")
        }
    }
}

/// Five goroutines that make random calls on three channels. When all of them wait for each other, virtual time goes on
/// and the main goroutine closes the channels, which ends every wait.
private struct RandomSelects: Sendable {
    let channels: [Channel<Int>]
    let model: ReferenceSelect
    let seed: UInt64
    let waited: Tally
    let hadChoice: Tally

    struct Mismatch: Error {
        let call: String
        let real: String
        let model: String
    }

    init(seed: UInt64, waited: Tally, hadChoice: Tally) {
        var random = SeededGenerator(seed: seed)
        let capacities = (0..<3).map { _ in [0, 0, 1, 2].randomElement(using: &random) ?? 0 }
        channels = capacities.map { Channel(capacity: $0) }
        model = ReferenceSelect(capacities: capacities)
        self.seed = seed
        self.waited = waited
        self.hadChoice = hadChoice
    }

    func run() throws {
        let actors = (0..<5).map { actor in
            spawn { () throws(any Error) in
                var random = SeededGenerator(seed: seed &* 5 &+ UInt64(actor))
                for step in 0..<12 { try call(&random, value: actor * 100 + step) }
            }
        }
        sleep(.seconds(3_600))
        for number in channels.indices { try close(number) }
        for actor in actors { try actor.join() }
        for number in channels.indices {
            try compare("count", channels[number].count, model.count(of: number))
        }
    }

    private func call(_ random: inout SeededGenerator, value: Int) throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<2: try close(Int.random(in: channels.indices, using: &random))
        case 2..<10: sleep(.milliseconds(Int.random(in: 1...5, using: &random)))
        case 10..<15: Goroutine.yield()
        default: try select(cases(&random, value: value), mayWait: Int.random(in: 0..<5, using: &random) > 0)
        }
    }

    /// One to four cases, some of them for an absent channel.
    private func cases(_ random: inout SeededGenerator, value: Int) -> [ReferenceSelect.Case] {
        (0..<Int.random(in: 1...4, using: &random)).map { index in
            let isSend = Bool.random(using: &random)
            let isAbsent = index > 0 && Int.random(in: 0..<10, using: &random) == 0
            let channel = isAbsent ? nil : channels.indices.randomElement(using: &random)
            return ReferenceSelect.Case(channel: channel, value: isSend ? 10 * value + index : nil)
        }
    }

    private func select(_ cases: [ReferenceSelect.Case], mayWait: Bool) throws {
        let ready = model.ready(cases)
        if ready.count > 1 { hadChoice.add() }
        if ready.isEmpty, mayWait {
            waited.add()
            let call = model.wait(cases)
            try compare("\(cases)", real(cases, mayWait: true), model.outcome(of: call))
            return
        }
        let outcome = real(cases, mayWait: mayWait)
        let taken = ready.first { outcome.isThat(of: $0, fails: model.fails(cases[$0])) }
        guard let taken else { return try compare("\(cases)", outcome, ready.isEmpty ? .otherwise : nil) }
        try compare("\(cases)", outcome, model.take(taken, of: cases))
    }

    private func real(_ cases: [ReferenceSelect.Case], mayWait: Bool) -> ReferenceSelect.Outcome {
        if cases.count == 1, mayWait, let number = cases[0].channel {
            return single(cases[0], channels[number])
        }
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

    /// One case alone is an ordinary call.
    private func single(_ each: ReferenceSelect.Case, _ channel: Channel<Int>) -> ReferenceSelect.Outcome {
        guard let value = each.value else {
            return channel.receive().map { .received(case: 0, $0) } ?? .closed(case: 0)
        }
        let error = caught { () throws(ChannelClosed) in try channel.send(value) }
        return error == nil ? .sent(case: 0) : .failed
    }

    private func close(_ number: Int) throws {
        let isFirst = model.close(number)
        let error = caught { () throws(ChannelClosed) in try channels[number].close() }
        try compare("close", error == nil, isFirst)
    }

    private func compare<Value: Equatable>(_ call: String, _ real: Value, _ model: Value?) throws {
        guard real == model else {
            throw Mismatch(call: call, real: "\(real)", model: model.map { "\($0)" } ?? "something else")
        }
    }
}

extension ReferenceSelect.Outcome {
    /// Whether this can have come of taking the case at `index`.
    fileprivate func isThat(of index: Int, fails: Bool) -> Bool {
        switch self {
        case .sent(let taken), .received(let taken, _), .closed(let taken): taken == index && !fails
        case .failed: fails
        case .otherwise: false
        }
    }
}
