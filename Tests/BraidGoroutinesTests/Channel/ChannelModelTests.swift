import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Random programs on a channel, compared call by call with ReferenceChannel.
@Suite struct ChannelModelTests {
    @Test(arguments: [0, 1, 2, 5])
    func randomProgramsDoWhatTheModelSays(capacity: Int) async throws {
        let seeds: UInt64 = isSanitized ? 100 : 2_000
        try await onPlainThread {
            let waited = Tally()
            for seed in 0..<seeds {
                let run = try SeededRun(seed: seed) {
                    try RandomProgram(capacity: capacity, seed: seed, waited: waited).run()
                }
                #expect(run.didEnd, "seed \(seed)")
                #expect(run.stranded.isEmpty, "seed \(seed): \(run.stranded)")
            }
            #expect(waited.value > Int(seeds), "programs in which nobody waits show little")
        }
    }
}

/// Several goroutines that make random calls. When all of them wait for each other, virtual time goes on, and the main
/// goroutine closes the channel, which ends every wait.
private struct RandomProgram: Sendable {
    let real: Channel<Int>
    let model: ReferenceChannel
    let seed: UInt64
    let waited: Tally

    struct Mismatch: Error {
        let call: String
        let real: String
        let model: String
    }

    init(capacity: Int, seed: UInt64, waited: Tally) {
        real = Channel(capacity: capacity)
        model = ReferenceChannel(capacity: capacity)
        self.seed = seed
        self.waited = waited
    }

    func run() throws {
        let actors = (0..<5).map { actor in
            spawn { () throws(any Error) in
                var random = SeededGenerator(seed: seed &* 5 &+ UInt64(actor))
                for step in 0..<20 { try call(&random, value: actor * 100 + step) }
            }
        }
        sleep(.seconds(3_600))
        try close()
        for actor in actors { try actor.join() }
        try compare("count", real.count, model.count)
    }

    private func call(_ random: inout SeededGenerator, value: Int) throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: try send(value)
        case 30..<60: try receive()
        case 60..<70: try trySend(value)
        case 70..<80: try tryReceive()
        case 80..<90: try compare("count", real.count, model.count)
        case 90..<92: try close()
        case 92..<96: Goroutine.yield()
        default: sleep(.milliseconds(Int.random(in: 1...5, using: &random)))
        }
    }

    private func send(_ value: Int) throws {
        let call = model.send(value, mayWait: true)
        if model.outcome(of: call) == nil { waited.add() }
        let outcome: ReferenceChannel.Outcome
        do throws(ChannelClosed) {
            try real.send(value)
            outcome = .sent
        } catch { outcome = .closed }
        try compare("send", outcome, model.outcome(of: call))
    }

    private func receive() throws {
        let call = model.receive(mayWait: true)
        if model.outcome(of: call) == nil { waited.add() }
        let value = real.receive()
        try compare("receive", value.map { .received($0) } ?? .closed, model.outcome(of: call))
    }

    private func trySend(_ value: Int) throws {
        let call = model.send(value, mayWait: false)
        let outcome: ReferenceChannel.Outcome
        do throws(ChannelClosed) {
            outcome = try real.trySend(value) ? .sent : .wouldBlock
        } catch { outcome = .closed }
        try compare("trySend", outcome, model.outcome(of: call))
    }

    private func tryReceive() throws {
        let call = model.receive(mayWait: false)
        let value = real.tryReceive()
        // The call does not tell a closed channel from one without a value.
        let expected = model.outcome(of: call) == .closed ? .wouldBlock : model.outcome(of: call)
        try compare("tryReceive", value.map { .received($0) } ?? .wouldBlock, expected)
    }

    private func close() throws {
        let isFirst = model.close()
        let error = caught { () throws(ChannelClosed) in try real.close() }
        try compare("close", error == nil, isFirst)
    }

    private func compare<Value: Equatable>(_ call: String, _ real: Value, _ model: Value?) throws {
        guard real == model else {
            throw Mismatch(call: call, real: "\(real)", model: model.map { "\($0)" } ?? "waits")
        }
    }
}
