// Select › ReferenceSelect: what selects over several channels have to do, written for the reader instead of for speed.
//
// The model is told of a call just before it is made on the real channels. In a seeded run nothing can come between. If
// cases are ready, the real select may take any of them, and the model is told which. If none is, the call waits in the
// model too, until a later call of somebody else completes one of its cases.

final class ReferenceSelect: @unchecked Sendable {
    // Safety: a seeded run has one thread, and so has whoever looks for the order of a history (see SelectHistoryTests).
    /// Sends `value`, or receives if that is nil, on a channel by its number; nil for an absent one.
    struct Case: Sendable {
        var channel: Int?
        var value: Int?
    }

    enum Outcome: Hashable {
        case sent(case: Int)
        case received(case: Int, Int)
        case closed(case: Int)
        /// A case that was to send found its channel closed; the error does not say which.
        case failed
        case otherwise
    }

    fileprivate struct Waiting: Hashable {
        let call: Int
        let index: Int
        let value: Int?
    }

    fileprivate struct Channel: Hashable {
        let capacity: Int
        var buffer: [Int] = []
        var senders: [Waiting] = []
        var receivers: [Waiting] = []
        var isClosed = false
    }

    private var channels: [Channel]
    private var calls = 0
    private var outcomes: [Int: Outcome] = [:]

    init(capacities: [Int]) {
        channels = capacities.map { Channel(capacity: $0) }
    }

    /// All that the model knows: to be compared, and to go back to.
    struct State: Hashable {
        fileprivate let channels: [Channel]
        fileprivate let outcomes: [Int: Outcome]
    }

    var state: State {
        get { State(channels: channels, outcomes: outcomes) }
        set { (channels, outcomes) = (newValue.channels, newValue.outcomes) }
    }

    func outcome(of call: Int) -> Outcome? { outcomes[call] }

    func count(of channel: Int) -> Int { channels[channel].buffer.count }

    func isClosed(_ channel: Int) -> Bool { channels[channel].isClosed }

    /// Whether a call is in a queue, and has not ended.
    func isWaiting(_ call: Int) -> Bool {
        outcomes[call] == nil
            && channels.contains { ($0.senders + $0.receivers).contains { $0.call == call } }
    }

    /// Whether a case sends on a closed channel.
    func fails(_ each: Case) -> Bool {
        each.value != nil && each.channel.map { channels[$0].isClosed } == true
    }

    /// The cases that can be taken at once.
    func ready(_ cases: [Case]) -> [Int] {
        cases.indices.filter { index in
            guard let number = cases[index].channel else { return false }
            let channel = channels[number]
            if channel.isClosed { return true }
            if cases[index].value == nil {
                return !channel.buffer.isEmpty || channel.senders.contains(where: isOpen)
            }
            return channel.buffer.count < channel.capacity || channel.receivers.contains(where: isOpen)
        }
    }

    /// Takes a case that is ready.
    func take(_ index: Int, of cases: [Case]) -> Outcome {
        guard let number = cases[index].channel else { return .otherwise }
        if let value = cases[index].value {
            if channels[number].isClosed { return .failed }
            if let receiver = next(\.receivers, of: number) {
                outcomes[receiver.call] = .received(case: receiver.index, value)
            } else {
                channels[number].buffer.append(value)
            }
            return .sent(case: index)
        }
        if channels[number].buffer.isEmpty {
            guard let value = nextSender(of: number) else { return .closed(case: index) }
            return .received(case: index, value)
        }
        let value = channels[number].buffer.removeFirst()
        if let sender = nextSender(of: number) { channels[number].buffer.append(sender) }
        return .received(case: index, value)
    }

    /// A call none of whose cases is ready. Its outcome will be there when it ends.
    func wait(_ cases: [Case]) -> Int {
        calls += 1
        wait(cases, as: calls)
        return calls
    }

    /// The same, with a number of the caller's own.
    func wait(_ cases: [Case], as call: Int) {
        for (index, each) in cases.enumerated() {
            guard let number = each.channel else { continue }
            let waiting = Waiting(call: call, index: index, value: each.value)
            if each.value == nil {
                channels[number].receivers.append(waiting)
            } else {
                channels[number].senders.append(waiting)
            }
        }
    }

    /// False if the channel was closed already.
    func close(_ number: Int) -> Bool {
        guard !channels[number].isClosed else { return false }
        channels[number].isClosed = true
        while let receiver = next(\.receivers, of: number) {
            outcomes[receiver.call] = .closed(case: receiver.index)
        }
        while let sender = next(\.senders, of: number) {
            outcomes[sender.call] = .failed
        }
        return true
    }

    private func isOpen(_ waiting: Waiting) -> Bool { outcomes[waiting.call] == nil }

    /// The first who still waits; those whose call has ended through another case are dropped.
    private func next(_ queue: WritableKeyPath<Channel, [Waiting]>, of number: Int) -> Waiting? {
        while let first = channels[number][keyPath: queue].first {
            channels[number][keyPath: queue].removeFirst()
            if isOpen(first) { return first }
        }
        return nil
    }

    private func nextSender(of number: Int) -> Int? {
        guard let sender = next(\.senders, of: number), let value = sender.value else { return nil }
        outcomes[sender.call] = .sent(case: sender.index)
        return value
    }
}
