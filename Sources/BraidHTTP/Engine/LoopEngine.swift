// Engine › LoopEngine: the engine on an event loop: its turns are callbacks, its sockets are the loop's to watch.
//
// One per client and loop, made by the client's first request there, kept by the loop. Everything of it runs on the
// loop's thread, libcurl too.

internal import BraidCore

/// On the loop's thread only.
final class LoopEngine {
    private let engine: Engine
    private unowned let loop: EventLoop
    private var watch: LoopWatch?
    private var timer: LoopTimer?
    private var isTurnDue = false

    init(on loop: EventLoop, configuration: HTTPClient.Configuration) throws(HTTPError) {
        self.loop = loop
        engine = try Engine(configuration: configuration, clock: loop.clock)
    }

    deinit {
        watch?.cancel()
        timer?.cancel()
        engine.close()
        _ = engine.turn()
    }

    /// Has a command carried out, in a turn of the loop.
    func post(_ command: Engine.Command) {
        engine.post(command)
        turnSoon()
    }

    private func turnSoon() {
        guard !isTurnDue else { return }
        isTurnDue = true
        loop.callSoon { [weak self] in self?.turn() }
    }

    private func turn() {
        isTurnDue = false
        timer?.cancel()
        timer = nil
        guard case .wait(let deadline) = engine.turn() else { return }
        if deadline != .never { timer = LoopTimer(on: loop, at: deadline) { [weak self] in self?.turn() } }
        watchSockets()
    }

    private func watchSockets() {
        guard watch == nil else { return }
        do throws(PollError) {
            watch = try LoopWatch(on: loop, readable: engine.sockets.descriptor) { [weak self] in self?.turn()
            }
        } catch {
            fatalError("an event loop cannot watch the sockets of a client: \(error)")
        }
    }
}
