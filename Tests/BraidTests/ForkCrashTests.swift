import Braid
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// In the child of a process that forked without an exec, every call says so instead of hanging.
@Suite struct ForkCrashTests {
    enum Call: String, CaseIterable, Sendable {
        case go, spawn, join, send, receive, trySend, tryReceive, close, sleep, yield
        case add, done, wait, lock, tryLock, once, acquire, count, workers, pinned, ready, loop, returning
    }

    @Test(arguments: Call.allCases)
    func aCallFromWhatWasAGoroutineStopsTheChild(call: Call) async {
        let death = await #expect(processExitsWith: .exitCode(9), observing: [\.standardErrorContent]) {
            [call = call.rawValue as String] in
            try await onPlainThread {
                let prepared = Prepared()
                go {
                    forkAndAwaitChild()
                    // For `returning`, the child goes on to the end of its body.
                    if Call(rawValue: call) == .returning { return }
                    prepared.make(Call(rawValue: call))
                    _exit(0)
                }
                WaitGroup.never()
            }
        }
        #expect(death?.standardErrorContent.says(refusal) == true)
    }

    @Test(arguments: Call.allCases.filter { $0 != .returning })
    func aCallFromAPlainThreadStopsTheChild(call: Call) async {
        let death = await #expect(processExitsWith: .exitCode(9), observing: [\.standardErrorContent]) {
            [call = call.rawValue as String] in
            try await onPlainThread {
                let prepared = Prepared()
                inForkedChild { prepared.make(Call(rawValue: call)) }
            }
        }
        #expect(death?.standardErrorContent.says(refusal) == true)
    }

    @Test(arguments: [true, false])
    func theChildMayExecAndExit(onGoroutine: Bool) async {
        await #expect(processExitsWith: .exitCode(0)) { [onGoroutine = onGoroutine as Bool] in
            try await onPlainThread {
                go {}
                if onGoroutine { go { inForkedChild(becomeTrue) } } else { inForkedChild(becomeTrue) }
                WaitGroup.never()
            }
        }
        await #expect(processExitsWith: .exitCode(0)) {
            try await onPlainThread {
                go { inForkedChild {} }
                WaitGroup.never()
            }
        }
    }

    /// As daemons do: nothing was running yet.
    @Test func whoForksBeforeTheFirstGoroutineMayUseEverything() async {
        await #expect(processExitsWith: .exitCode(0)) {
            try await onPlainThread {
                inForkedChild {
                    let channel = Channel<Int>()
                    go { try channel.send(3) }
                    if channel.receive() != 3 { _exit(77) }
                }
            }
        }
    }

    @Test func theParentGoesOn() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let channel = Channel<Int>()
                go { try channel.send(1) }
                if fork() == 0 { _exit(0) }
                guard channel.receive() == 1 else { _exit(77) }
                go { try channel.send(2) }
                guard channel.receive() == 2 else { _exit(77) }
            }
        }
    }
}

/// What exists before the fork.
private struct Prepared: Sendable {
    let channel = Channel<Int>(capacity: 8)
    let group = WaitGroup()
    let mutex = Sync.Mutex()
    let semaphore = Sync.Semaphore(2)
    let once = Sync.Once()
    let handle: Spawned<Int, Never>

    init() {
        try? channel.send(1)
        group.add()
        once.run {}
        handle = spawn { 1 }
        _ = handle.join()
    }

    func make(_ call: ForkCrashTests.Call?) {
        switch call {
        case .go: go {}
        case .spawn: _ = spawn { 1 }
        case .join: _ = handle.join()
        case .send: try? channel.send(1)
        case .receive: _ = channel.receive()
        case .trySend: _ = try? channel.trySend(1)
        case .tryReceive: _ = channel.tryReceive()
        case .close: try? channel.close()
        case .sleep: sleep(.milliseconds(1))
        case .yield: Goroutine.yield()
        case .add: group.add()
        case .done: group.done()
        case .wait: group.wait()
        case .lock: mutex.lock()
        case .tryLock: _ = mutex.tryLock()
        case .once: once.run {}
        case .acquire: semaphore.acquire()
        case .count: _ = Goroutine.count
        case .workers: _ = Goroutine.workers
        case .pinned: Goroutine.pinned {}
        case .ready: try? Goroutine.wait(for: .writing, on: STDERR_FILENO, within: .zero)
        case .loop: try? EventLoop.runUntilIdle {}
        case .returning, nil: break
        }
    }
}

extension WaitGroup {
    /// Waits until something ends the process.
    fileprivate static func never() {
        let group = WaitGroup()
        group.add()
        group.wait()
    }
}

/// Becomes the program `true`.
private func becomeTrue() {
    // Safety: the path and the two words outlive the call, which does not return.
    unsafe "/bin/true".withCString { path in
        // Safety: as above.
        var words = unsafe [UnsafeMutablePointer(mutating: path), nil]
        _ = unsafe execv(path, &words)
    }
    _exit(77)
}
