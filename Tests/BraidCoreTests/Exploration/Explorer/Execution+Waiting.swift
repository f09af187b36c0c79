// Exploration › Execution, how threads wait, and what makes their stores reach memory.

@testable import BraidCore

extension Execution {
    func drain(_ thread: ModelThread) {
        let store = thread.buffer.removeFirst()
        if log != nil {
            log?.append("    \(memory.name(store.word)) = \(store.value) from the buffer of \(thread.name)")
        }
        write(store.word, store.value, writer: store.writer, clock: store.clock, by: thread)
    }

    func drainAll(_ thread: ModelThread) {
        while !thread.buffer.isEmpty { drain(thread) }
    }

    func pause() {
        guard phase != .alone else { return }
        let thread = arrive(.pause)
        thread.endRound()
        _ = thread.tick()
        note(thread, 8, 0, 0)
    }

    func fence() {
        guard phase != .alone, let running else { return }
        let thread = running.buffer.isEmpty ? running : arrive(.fence)
        if thread.buffer.isEmpty { thread.unsettle() }
        drainAll(thread)
        _ = thread.tick()
        thread.knowAtFence()
        note(thread, 9, 0, 0)
        tell(thread) { _ in
            "fence"
        } word: {
            0
        }
    }

    /// Each other thread executes a fence at some moment before the call returns. The moments differ only where two of them
    /// have stores to drain: otherwise one moment stands for all, since the caller does nothing in the meantime.
    func barrierEverywhere() {
        guard phase != .alone else { return }
        let thread = arrive(.fence)
        drainAll(thread)
        _ = thread.tick()
        thread.knowAtFence()
        note(thread, 10, 0, 0)
        tell(thread) { _ in
            "barrierEverywhere"
        } word: {
            0
        }
        let draining = threads.count { $0 !== thread && $0.settledStores > 0 }
        for other in threads where other !== thread {
            if draining > 1, other.settledStores > 0 {
                thread.owed |= 1 << other.index
            } else {
                interrupt(other, by: thread)
            }
        }
        if thread.owed != 0 { goOn(arrive(.awaitFences)) }
    }

    /// The thread executes the fence that another is waiting for, before what it did without a turn.
    func interrupt(_ thread: ModelThread, by asker: ModelThread) {
        asker.owed &= ~(1 << thread.index)
        for _ in 0..<thread.settledStores { drain(thread) }
        if log != nil { log?.append("    \(thread.name) executes a fence for \(asker.name)") }
        asker.clock.join(thread.knownToOthers)
        asker.knowAtFence()
        thread.clock.join(asker.clock)
        thread.knowAtFence()
        note(thread, 11, asker.index, asker.count)
        note(asker, 12, thread.index, thread.count)
    }

    /// A system call drains the buffer before it looks. A deadline may pass at any moment before the wake-up: false if it does.
    func wait(_ word: Int, while expected: UInt32, hasDeadline: Bool) -> Bool {
        precondition(phase != .alone, "nobody would wake it")
        let thread = arrive(.access(word))
        drainAll(thread)
        _ = thread.tick()
        if memory.words[word].isFree { fail(.useAfterFree(memory.name(word))) }
        let value = memory.words[word].value
        thread.look(at: word)
        note(thread, 13, word, memory.words[word].writer)
        let sleeps = UInt32(truncatingIfNeeded: value) == expected
        tell(thread) {
            "\($0).wait(while: \(expected))\(sleeps ? "" : ", but it is \(value)")"
        } word: {
            word
        }
        guard sleeps else { return true }
        thread.status = .asleep(word)
        goOn(arrive(hasDeadline ? .timeOut : .resume))
        let isWoken = thread.status == .ready
        thread.status = .ready
        note(thread, 19, word, isWoken ? 1 : 0)
        return isWoken
    }

    /// The second half of an operation is a step of its own: without it, the state after it would be the one before it.
    private func goOn(_ thread: ModelThread) {
        _ = thread.tick()
        note(thread, 18, 0, 0)
    }

    /// Among more sleepers than are to be woken, any may be.
    func wake(_ word: Int, _ count: Int) {
        guard phase != .alone else { return }
        let thread = arrive(.access(word))
        drainAll(thread)
        _ = thread.tick()
        var left = count
        var woken: [String] = []
        while left > 0 {
            let sleepers = threads.filter { $0.status == .asleep(word) }
            if sleepers.isEmpty { break }
            let sleeper = sleepers[left < sleepers.count ? choose(sleepers.count) : 0]
            sleeper.status = .ready
            sleeper.next = .resume
            note(sleeper, 14, thread.index, thread.count)
            woken.append(sleeper.name)
            left -= 1
        }
        note(thread, 15, word, UInt64(woken.count))
        tell(thread) {
            "\($0).wake(\(count)): \(woken.isEmpty ? "nobody" : woken.joined(separator: ", "))"
        } word: {
            word
        }
    }

    func lock(_ word: Int) {
        guard phase != .alone else { return }
        let thread = arrive(.lock(word))
        drainAll(thread)
        let writer = thread.tick()
        thread.clock.join(memory.words[word].clock)
        thread.look(at: word)
        note(thread, 16, word, memory.words[word].writer)
        tell(thread) {
            "locks \($0)"
        } word: {
            word
        }
        write(word, 1, writer: writer, clock: VectorClock(), by: thread)
    }

    func unlock(_ word: Int) {
        guard phase != .alone else { return }
        let thread = arrive(.access(word))
        drainAll(thread)
        let writer = thread.tick()
        note(thread, 17, word, memory.words[word].writer)
        tell(thread) {
            "unlocks \($0)"
        } word: {
            word
        }
        if memory.words[word].value != 1 {
            fail(.expectation("\(thread.name) unlocks \(memory.name(word)), which is free"))
        }
        write(word, 0, writer: writer, clock: thread.clock, by: thread)
    }
}
