import Testing

@testable import BraidHTTP

@Suite struct PiecesTests {
    /// What is tested, as a reference: an expectation cannot call what mutates a value.
    private final class Body {
        private var pieces: Pieces

        init(isEngineProducer: Bool) { pieces = Pieces(isEngineProducer: isEngineProducer) }

        var isFull: Bool { pieces.isFull }
        var isReadable: Bool { pieces.isReadable }
        var count: Int { pieces.count }
        func append(_ piece: [UInt8]) { pieces.append(piece) }
        func take() -> [UInt8]? { pieces.take() }
        func take(atMost most: Int) -> [UInt8]? { pieces.take(atMost: most).map(Array.init) }
        func end(_ result: Result<Void, HTTPError>) { pieces.end(result) }
        func pauseEngine() { pieces.pauseEngine() }
        func mustResumeEngine() -> Bool { pieces.mustResumeEngine() }
    }

    private func piece(_ count: Int) -> [UInt8] { [UInt8](repeating: 1, count: count) }

    @Test func aProducingEngineIsResumedWhenHalfHasBeenTaken() {
        let pieces = Body(isEngineProducer: true)
        for _ in 0..<4 { pieces.append(piece(Pieces.enough / 4)) }
        #expect(pieces.isFull)
        pieces.pauseEngine()
        _ = pieces.take()
        #expect(!pieces.mustResumeEngine())
        _ = pieces.take()
        #expect(pieces.mustResumeEngine())
        #expect(!pieces.mustResumeEngine(), "once is enough")
    }

    @Test func aConsumingEngineIsResumedByTheFirstPiece() {
        let pieces = Body(isEngineProducer: false)
        pieces.pauseEngine()
        #expect(!pieces.mustResumeEngine())
        pieces.append(piece(1))
        #expect(pieces.mustResumeEngine())
    }

    @Test func aConsumingEngineIsResumedByTheEnd() {
        let pieces = Body(isEngineProducer: false)
        pieces.pauseEngine()
        pieces.end(.success(()))
        #expect(pieces.mustResumeEngine())
    }

    @Test func anEngineThatIsNotPausedIsNotResumed() {
        let pieces = Body(isEngineProducer: true)
        pieces.append(piece(1))
        _ = pieces.take()
        #expect(!pieces.mustResumeEngine())
    }

    @Test func aPieceIsTakenInParts() {
        let pieces = Body(isEngineProducer: false)
        pieces.append([1, 2, 3, 4, 5])
        #expect(pieces.take(atMost: 2) == [1, 2])
        #expect(pieces.count == 3)
        #expect(pieces.take(atMost: 3) == [3, 4, 5])
        #expect(pieces.take(atMost: 3) == nil)
        #expect(pieces.count == 0)
    }

    @Test func whatCameBeforeAGoodEndIsStillThere() {
        let pieces = Body(isEngineProducer: true)
        pieces.append([1])
        pieces.end(.success(()))
        pieces.append([2])
        #expect(pieces.take() == [1])
        #expect(pieces.take() == nil && pieces.isReadable)
    }

    @Test func whatCameBeforeABadEndIsNot() {
        let pieces = Body(isEngineProducer: true)
        pieces.append([1])
        pieces.end(.failure(.closedClient))
        pieces.end(.success(()))
        #expect(pieces.take() == nil && pieces.isReadable && pieces.count == 0)
    }
}
