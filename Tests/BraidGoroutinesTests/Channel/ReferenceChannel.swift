// Channel › ReferenceChannel: what a channel has to do, written for the reader instead of for speed.
//
// A call is told to the model just before it is made on the real channel. In a seeded run nothing can come between, so
// the model says what the call must come to, at once or later when a partner ends its wait.

final class ReferenceChannel: @unchecked Sendable {
    // Safety: a seeded run has one thread.
    enum Outcome: Equatable {
        case sent
        case received(Int)
        case closed
        case wouldBlock
    }

    private let capacity: Int
    private var buffer: [Int] = []
    private var senders: [(call: Int, value: Int)] = []
    private var receivers: [Int] = []
    private var isClosed = false
    private var calls = 0
    private var outcomes: [Int: Outcome] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// What a call has come to; nil while it waits.
    func outcome(of call: Int) -> Outcome? { outcomes[call] }

    func send(_ value: Int, mayWait: Bool) -> Int {
        let call = newCall()
        if isClosed {
            outcomes[call] = .closed
        } else if let receiver = receivers.first {
            receivers.removeFirst()
            outcomes[receiver] = .received(value)
            outcomes[call] = .sent
        } else if buffer.count < capacity {
            buffer.append(value)
            outcomes[call] = .sent
        } else if mayWait {
            senders.append((call, value))
        } else {
            outcomes[call] = .wouldBlock
        }
        return call
    }

    func receive(mayWait: Bool) -> Int {
        let call = newCall()
        if let value = buffer.first {
            buffer.removeFirst()
            outcomes[call] = .received(value)
            if let sender = nextSender() { buffer.append(sender) }
        } else if let value = nextSender() {
            outcomes[call] = .received(value)
        } else if isClosed {
            outcomes[call] = .closed
        } else if mayWait {
            receivers.append(call)
        } else {
            outcomes[call] = .wouldBlock
        }
        return call
    }

    /// False if it was closed already.
    func close() -> Bool {
        guard !isClosed else { return false }
        isClosed = true
        for call in receivers + senders.map(\.call) { outcomes[call] = .closed }
        receivers = []
        senders = []
        return true
    }

    var count: Int { buffer.count }

    private func newCall() -> Int {
        calls += 1
        return calls
    }

    private func nextSender() -> Int? {
        guard let sender = senders.first else { return nil }
        senders.removeFirst()
        outcomes[sender.call] = .sent
        return sender.value
    }
}
