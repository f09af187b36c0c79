// Streaming › Pieces: the bytes between an engine and the one at the other end of a body, and no more than a few.
//
// A response's body has the engine as its producer and a reader as its consumer; with a request's body it is the other way
// round. The engine never waits: where it cannot go on it lets libcurl pause the transfer and notes that here, and whoever
// makes room, or brings bytes, has it resumed. The other end parks, or suspends.
//
// Invariants
//   · `count` is the number of bytes in `pieces`;
//   · the engine is paused only while there is something that the other end will do: take, bring, or end.

/// A state machine: no lock and no wait.
struct Pieces {
    /// So many bytes are enough: the producer is to pause. A piece that has come is taken whole all the same.
    static var enough: Int { 64 << 10 }

    private var pieces = Queue<[UInt8]>()
    private(set) var count = 0
    /// How the body has ended; what is in `pieces` still counts if it ended well.
    private(set) var ending: Result<Void, HTTPError>?
    private let isEngineProducer: Bool
    /// Whether libcurl has paused the transfer because of this body.
    private var isEnginePaused = false

    init(isEngineProducer: Bool) {
        self.isEngineProducer = isEngineProducer
    }

    /// Whether the producer is to wait.
    var isFull: Bool { count >= Self.enough }

    /// Whether the consumer has something to take: a piece, or the end.
    var isReadable: Bool { count > 0 || ending != nil }

    /// For the engine: it cannot go on until it is resumed.
    mutating func pauseEngine() {
        isEnginePaused = true
    }

    /// For the other end, after each of its steps: whether it must have the engine resumed. A producer is resumed when half
    /// has been taken, so that not every piece costs a wake-up; a consumer as soon as there is something.
    mutating func mustResumeEngine() -> Bool {
        guard isEnginePaused, isEngineProducer ? count <= Self.enough / 2 || ending != nil : isReadable else {
            return false
        }
        isEnginePaused = false
        return true
    }

    mutating func append(_ piece: [UInt8]) {
        guard ending == nil, !piece.isEmpty else { return }
        pieces.append(piece)
        count += piece.count
    }

    /// The next piece; nil if there is none at present.
    mutating func take() -> [UInt8]? {
        guard let piece = pieces.next() else { return nil }
        count -= piece.count
        return piece
    }

    /// At most so many bytes from the front.
    mutating func take(atMost most: Int) -> ArraySlice<UInt8>? {
        guard let first = pieces.first else { return nil }
        guard first.count > most else { return take()?[...] }
        pieces.replaceFirst(with: Array(first[most...]))
        count -= most
        return first[..<most]
    }

    /// The body has ended. What has not been taken yet is dropped if it ended badly.
    mutating func end(_ result: Result<Void, HTTPError>) {
        guard ending == nil else { return }
        ending = result
        if case .failure = result {
            pieces = Queue()
            count = 0
        }
    }
}
