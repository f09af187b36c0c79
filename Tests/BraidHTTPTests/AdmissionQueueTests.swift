import Testing

@testable import BraidHTTP

@Suite struct AdmissionQueueTests {
    private func transfer(_ host: String, _ name: Int = 0) throws -> Transfer {
        try Transfer(Request(url: "http://\(host).example/\(name)"), configuration: .direct)
    }

    private func names(_ transfers: [Transfer]) -> [String] {
        transfers.map { String($0.request.url.dropFirst(7).replacing(".example/", with: "")) }
    }

    private func admitAll(_ queue: inout AdmissionQueue) -> [Transfer] {
        var admitted: [Transfer] = []
        while let transfer = queue.next() {
            admitted.append(transfer)
            queue.checkInvariants()
        }
        return admitted
    }

    @Test func oneHostIsServedInOrder() throws {
        var queue = AdmissionQueue(total: 10, perHost: nil)
        for name in 0..<3 { queue.append(try transfer("a", name)) }
        #expect(names(admitAll(&queue)) == ["a0", "a1", "a2"])
    }

    @Test func noMoreThanTheTotal() throws {
        var queue = AdmissionQueue(total: 2, perHost: nil)
        for name in 0..<3 { queue.append(try transfer("a", name)) }
        let first = admitAll(&queue)
        #expect(names(first) == ["a0", "a1"])
        queue.finished(first[1])
        #expect(names(admitAll(&queue)) == ["a2"])
    }

    @Test func noMoreThanTheLimitOfAHost() throws {
        var queue = AdmissionQueue(total: 10, perHost: 1)
        for name in 0..<2 { queue.append(try transfer("a", name)) }
        for name in 0..<2 { queue.append(try transfer("b", name)) }
        let first = admitAll(&queue)
        #expect(names(first) == ["a0", "b0"])
        queue.finished(first[1])
        #expect(names(admitAll(&queue)) == ["b1"])
        queue.finished(first[0])
        #expect(names(admitAll(&queue)) == ["a1"])
    }

    @Test func hostsTakeTurns() throws {
        var queue = AdmissionQueue(total: 100, perHost: nil)
        for name in 0..<3 { queue.append(try transfer("a", name)) }
        queue.append(try transfer("b"))
        queue.append(try transfer("c"))
        #expect(names(admitAll(&queue)) == ["a0", "b0", "c0", "a1", "a2"])
    }

    @Test func theSameHostAtTwoPortsIsTwo() throws {
        var queue = AdmissionQueue(total: 10, perHost: 1)
        for port in [80, 81] {
            queue.append(try Transfer(Request(url: "http://a.example:\(port)/"), configuration: .direct))
        }
        #expect(admitAll(&queue).count == 2)
    }

    @Test func whatWasCancelledWhileWaitingIsPassedOver() throws {
        var queue = AdmissionQueue(total: 10, perHost: nil)
        let all = try (0..<3).map { try transfer("a", $0) }
        for transfer in all { queue.append(transfer) }
        all[0].finish(HTTPError(.cancelled, "test"))
        all[2].finish(HTTPError(.cancelled, "test"))
        #expect(names(admitAll(&queue)) == ["a1"])
        queue.finished(all[1])
        queue.checkInvariants()
        #expect(queue.next() == nil)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func theInvariantsHoldWhateverHappens(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var queue = AdmissionQueue(total: 5, perHost: 2)
        var running: [Transfer] = []
        var appended = 0
        var finished = 0
        for step in 0..<400 {
            if step < 200, Bool.random(using: &random) {
                queue.append(try transfer(["a", "b", "c", "d"].randomElement(using: &random)!, step))
                appended += 1
            }
            running += admitAll(&queue)
            if !running.isEmpty, Bool.random(using: &random) {
                queue.finished(running.remove(at: .random(in: running.indices, using: &random)))
                finished += 1
            }
            queue.checkInvariants()
        }
        while !running.isEmpty {
            queue.finished(running.removeLast())
            finished += 1
            running += admitAll(&queue)
        }
        #expect(finished == appended)
    }
}

@Suite struct QueueTests {
    @Test func firstInFirstOut() {
        var queue = Queue<Int>()
        #expect(queue.isEmpty && queue.next() == nil)
        for number in 0..<1000 { queue.append(number) }
        for number in 0..<900 { #expect(queue.next() == number) }
        queue.append(1000)
        for number in 900...1000 { #expect(queue.next() == number) }
        #expect(queue.isEmpty && queue.next() == nil)
    }

    @Test func whatWasTakenIsNotKeptAlive() {
        final class Element {}
        var queue = Queue<Element>()
        weak var released: Element?
        do {
            let element = Element()
            released = element
            queue.append(element)
            queue.append(Element())
            _ = queue.next()
        }
        #expect(released == nil)
        #expect(!queue.isEmpty)
    }
}

/// A small generator whose numbers depend on its seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
