// Streaming › EngineLine: how the other end of a body reaches the engine that serves it, from any thread.

internal import BraidCore

/// Leads to one transfer on one engine.
final class EngineLine: Sendable {
    private let transfer: Handed<Transfer>
    private let post: @Sendable (Engine.Command) -> Void

    /// To an engine that is a goroutine.
    init(to transfer: Transfer, on engine: Engine) {
        self.transfer = Handed(value: transfer)
        post = { engine.post($0) }
    }

    /// To an engine of an event loop, which ends with its loop, whoever still reads then.
    init(to transfer: Transfer, on engine: LoopEngine, of loop: EventLoop) {
        self.transfer = Handed(value: transfer)
        let reference = WeakEngine(engine)
        post = { [weak loop] command in loop?.post { reference.engine?.post(command) } }
    }

    /// Has libcurl go on with a transfer that it has paused.
    func resume() { post(.resume(transfer)) }

    /// Ends the transfer.
    func cancel() { post(.cancel(transfer)) }
}

private final class WeakEngine: @unchecked Sendable {
    // Safety: read on the loop's thread only, where the engine lives.
    private(set) weak var engine: LoopEngine?

    init(_ engine: LoopEngine) {
        self.engine = engine
    }
}
