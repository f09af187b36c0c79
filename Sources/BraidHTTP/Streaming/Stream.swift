// Streaming › Stream: a body on its way, for the engine at one end and any number of waiters at the other.
//
// The engine is reached through `EngineLine`, which exists from the moment that the request is posted.

internal import BraidCore

/// What a streamed response begins with.
struct ResponseHead {
    let url: String
    let finalURL: String
    let redirects: Int
    let fields: HeaderCollector
    let version: Response.Version
}

/// A body on its way. From any thread.
final class Stream: Sendable {
    private struct State: ~Copyable {
        var pieces: Pieces
        var head: ResponseHead?
        var line: EngineLine?
        var waiting = WaitQueue()
    }

    private let state: Guarded<State>

    init(isEngineProducer: Bool) {
        state = Guarded(.door, State(pieces: Pieces(isEngineProducer: isEngineProducer)))
    }

    // MARK: The engine's side

    /// Where the engine can be reached; before that, nothing is resumed or cancelled.
    func connect(_ line: EngineLine) {
        state.withLock { $0.line = line }
    }

    /// The response's head has come.
    func begin(_ head: ResponseHead) {
        change { $0.head = head }
    }

    /// Takes a piece from libcurl; false if there are enough, and libcurl is to pause.
    func receive(_ piece: Span<UInt8>) -> Bool {
        var isTaken = false
        change { state in
            isTaken = !state.pieces.isFull
            if isTaken {
                // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
                state.pieces.append(unsafe piece.withUnsafeBufferPointer { unsafe Array($0) })
            } else {
                state.pieces.pauseEngine()
            }
        }
        return isTaken
    }

    /// What libcurl is to send next.
    enum Supply {
        case bytes(ArraySlice<UInt8>)
        /// Nothing at present: libcurl is to pause.
        case pause
        case end
        case failure(HTTPError)
    }

    /// Gives libcurl at most so many bytes to send.
    func supply(atMost most: Int) -> Supply {
        var supply = Supply.pause
        change { state in
            if let bytes = state.pieces.take(atMost: most) {
                supply = .bytes(bytes)
                return
            }
            switch state.pieces.ending {
            case .success: supply = .end
            case .failure(let error): supply = .failure(error)
            case nil: state.pieces.pauseEngine()
            }
        }
        return supply
    }

    /// Nothing more will come, or be taken. What has come stays there to be read if it ended well.
    func end(_ result: Result<Void, HTTPError>) {
        change {
            $0.pieces.end(result)
            $0.line = nil
        }
    }

    // MARK: The other end

    /// What somebody at this end waits for, and what he does once it is there.
    struct Wish<Outcome> {
        /// Whether the wait is over.
        let isGranted: (borrowing Pieces, ResponseHead?) -> Bool
        let outcome: (inout Pieces, ResponseHead?) -> Outcome
    }

    /// Waits until the wish is granted. Parks a goroutine, blocks a plain thread.
    func wait<Outcome>(_ reason: WaitReason, for wish: Wish<Outcome>) -> Outcome {
        while true {
            if let outcome = attempt(wish) { return outcome }
            Waiter.withCurrent { waiter in
                var node = WaitNode(waiter)
                // Safety: the node is in this frame; whoever claims the wait takes it out of the queue.
                unsafe withUnsafeMutablePointer(to: &node) { node in
                    if unsafe enqueue(node, for: wish) { _ = waiter.park(reason) }
                }
            }
        }
    }

    /// The same from a coroutine, which is suspended. Nil if its task was cancelled first.
    nonisolated(nonsending) func wait<Outcome>(for wish: Wish<Outcome>) async -> Outcome? {
        // An event loop must not take itself for idle meanwhile.
        let loop = EventLoop.current
        loop?.hold()
        defer { loop?.release() }
        while true {
            if let outcome = attempt(wish) { return outcome }
            // Safety: the suspension keeps the node until it is taken or withdrawn.
            let verdict = unsafe await Suspension.wait { node in
                unsafe enqueue(node, for: wish)
            } withdraw: { node in
                // Safety: as above.
                state.withLock { unsafe $0.waiting.remove(node) }
            }
            if verdict == .cancelled { return nil }
        }
    }

    /// Ends the body from this end: well, and what was brought is still sent; or badly, and the transfer ends too.
    func finish(_ result: Result<Void, HTTPError>) {
        let line = change { state in
            state.pieces.end(result)
            return state.pieces.mustResumeEngine() ? state.line : nil
        }
        line?.resume()
    }

    /// Ends the transfer, whatever it does. Harmless when it has ended.
    func cancel(_ reason: HTTPError) {
        let line = change { state in
            state.pieces.end(.failure(reason))
            return state.line.take()
        }
        line?.cancel()
    }

    private func attempt<Outcome>(_ wish: Wish<Outcome>) -> Outcome? {
        let (outcome, line) = state.withLock { state in
            guard wish.isGranted(state.pieces, state.head) else { return (Outcome?.none, EngineLine?.none) }
            let outcome = wish.outcome(&state.pieces, state.head)
            return (outcome, state.pieces.mustResumeEngine() ? state.line : nil)
        }
        line?.resume()
        return outcome
    }

    // Safety: the caller keeps the node in place until it is taken or removed.
    @unsafe private func enqueue<Outcome>(
        _ node: UnsafeMutablePointer<WaitNode>, for wish: Wish<Outcome>
    ) -> Bool {
        state.withLock { state in
            if wish.isGranted(state.pieces, state.head) { return false }
            // Safety: see above.
            unsafe state.waiting.append(node)
            return true
        }
    }

    /// Changes the state and has all who wait look again.
    private func change<Outcome>(_ body: (inout State) -> Outcome) -> Outcome {
        let (outcome, waiters) = state.withLock { state in
            (body(&state), state.waiting.takeAll(claiming: .done))
        }
        for waiter in waiters { waiter.ready() }
        return outcome
    }
}

extension Stream.Wish<Result<ResponseHead, HTTPError>> {
    /// The head of the response, or why there is none.
    static var head: Self {
        Self(
            isGranted: { $1 != nil || $0.ending != nil },
            outcome: { pieces, head in
                if let head { return .success(head) }
                guard case .failure(let error) = pieces.ending else {
                    fatalError("a response without a head")
                }
                return .failure(error)
            })
    }
}

extension Stream.Wish<Result<[UInt8]?, HTTPError>> {
    /// The next piece; nil at the end.
    static var piece: Self {
        Self(
            isGranted: { pieces, _ in pieces.isReadable },
            outcome: { pieces, _ in
                if let piece = pieces.take() { return .success(piece) }
                return pieces.ending?.map { nil } ?? .success(nil)
            })
    }
}

extension Stream.Wish<Result<Void, HTTPError>> {
    /// Room for a piece, into which it is put.
    static func room(for piece: [UInt8]) -> Self {
        Self(
            isGranted: { pieces, _ in !pieces.isFull || pieces.ending != nil },
            outcome: { pieces, _ in
                switch pieces.ending {
                case .failure(let error): return .failure(error)
                case .success: return .failure(HTTPError(.cancelled, "the body was finished already"))
                case nil:
                    pieces.append(piece)
                    return .success(())
                }
            })
    }
}
