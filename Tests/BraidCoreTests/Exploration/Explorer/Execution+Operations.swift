// Exploration › Execution, what threads do to words. Each operation waits for its turn and then happens in one step.

@testable import BraidCore

extension Execution {
    func load(_ word: Int, _ order: LoadOrder) -> UInt {
        if phase == .alone { return memory.words[word].value }
        let thread = arrive(.access(word))
        _ = thread.tick()
        check(.atomicRead, word, thread)
        thread.look(at: word)
        let own = thread.buffered(word)
        let value = own?.value ?? memory.words[word].value
        let clock = own?.clock ?? memory.words[word].clock
        if order == .relaxed { thread.seenRelaxed.join(clock) } else { thread.clock.join(clock) }
        note(thread, 1, word, own?.writer ?? memory.words[word].writer)
        tell(thread) {
            "\($0).load(\(order)) → \(value)"
        } word: {
            word
        }
        return value
    }

    func store(_ word: Int, _ value: UInt, _ order: StoreOrder) {
        if phase == .alone { return writeAlone(word, value) }
        if order == .sequential {
            _ = update(word, .sequential, "store \(value)") { _ in value }
            return
        }
        // Only this thread can see it until it drains.
        guard let thread = goAlone() else { return }
        let writer = thread.tick()
        check(.atomicWrite, word, thread)
        let clock = order == .releasing ? thread.clock : thread.knownAtFence
        thread.buffer.append(BufferedStore(word: word, value: value, writer: writer, clock: clock))
        note(thread, 2, word, UInt64(value))
        tell(thread) {
            "\($0).store(\(value), \(order)), into its buffer"
        } word: {
            word
        }
    }

    /// A locked instruction: drains the buffer, reads the word, and writes it unless `change` says nil.
    func update(
        _ word: Int, _ order: UpdateOrder, _ what: @autoclosure () -> String, _ change: (UInt) -> UInt?
    )
        -> UInt
    {
        if phase == .alone {
            let before = memory.words[word].value
            if let value = change(before) { writeAlone(word, value) }
            return before
        }
        let thread = arrive(.access(word))
        drainAll(thread)
        let writer = thread.tick()
        thread.look(at: word)
        let before = memory.words[word]
        let value = change(before.value)
        check(value == nil ? .atomicRead : .atomicWrite, word, thread)
        switch order {
        case .relaxed, .releasing: thread.seenRelaxed.join(before.clock)
        case .acquiring, .acquiringAndReleasing, .sequential: thread.clock.join(before.clock)
        }
        note(thread, 3, word, before.writer)
        tell(thread) {
            "\($0).\(what()), was \(before.value)\(value == nil ? ": not done" : "")"
        } word: {
            word
        }
        if let value {
            // Whoever acquires the new value also knows what came before the store that it replaces.
            var clock = before.clock
            switch order {
            case .relaxed, .acquiring: clock.join(thread.knownAtFence)
            case .releasing, .acquiringAndReleasing, .sequential: clock.join(thread.clock)
            }
            // One that changes nothing and tells nothing new leaves the state as it was.
            if value != before.value || clock != before.clock {
                write(word, value, writer: writer, clock: clock, by: thread)
            }
        }
        return before.value
    }

    func plainLoad(_ word: Int) -> UInt {
        guard phase != .alone, let thread = goAlone() else { return memory.words[word].value }
        _ = thread.tick()
        check(.plainRead, word, thread)
        thread.look(at: word)
        let value = thread.buffered(word)?.value ?? memory.words[word].value
        note(thread, 4, word, memory.words[word].writer)
        tell(thread) {
            "\($0).plainLoad() → \(value)"
        } word: {
            word
        }
        return value
    }

    func plainStore(_ word: Int, _ value: UInt) {
        guard phase != .alone, let thread = goAlone() else { return writeAlone(word, value) }
        let writer = thread.tick()
        check(.plainWrite, word, thread)
        note(thread, 5, word, UInt64(value))
        tell(thread) {
            "\($0).plainStore(\(value))"
        } word: {
            word
        }
        if thread.buffered(word) != nil {
            thread.buffer.append(
                BufferedStore(word: word, value: value, writer: writer, clock: VectorClock()))
        } else {
            write(word, value, writer: writer, clock: VectorClock(), by: thread)
        }
    }

    func allocate(_ count: Int, _ name: StaticString) -> Int {
        guard phase != .alone, let thread = running else {
            return memory.allocate(count, name, by: nil, at: VectorClock())
        }
        _ = thread.tick()
        let first = memory.allocate(count, name, by: thread.index, at: thread.clock)
        note(thread, 6, first, UInt64(count))
        return first
    }

    func free(_ first: Int, _ count: Int) {
        guard phase != .alone, let thread = running else { return }
        _ = thread.tick()
        for word in first..<first + count {
            check(.plainWrite, word, thread)
            memory.free(word)
        }
        note(thread, 7, first, UInt64(count))
        tell(thread) {
            "frees \($0)"
        } word: {
            first
        }
    }

    // MARK: What operations have in common

    private func check(_ kind: AccessKind, _ word: Int, _ thread: ModelThread) {
        if memory.words[word].isFree { fail(.useAfterFree(memory.name(word))) }
        if let other = memory.note(kind, of: word, by: thread.index, knowing: thread.clock) {
            let what =
                switch kind {
                case .plainRead: "plainly reads"
                case .plainWrite: "plainly writes"
                case .atomicRead: "reads"
                case .atomicWrite: "writes"
                }
            fail(
                .dataRace(
                    "\(thread.name) \(what) \(memory.name(word)), and does not know what \(threads[other].name) did to it"
                ))
        }
    }

    func note(_ thread: ModelThread, _ kind: UInt64, _ word: Int, _ value: UInt64) {
        thread.history.mix(UInt64(word) << 8 | kind)
        thread.history.mix(value)
    }

    func tell(_ thread: ModelThread, _ line: (String) -> String, word: () -> Int) {
        if log == nil { return }
        log?.append("\(thread.name): \(line(memory.name(word())))")
    }

    private func writeAlone(_ word: Int, _ value: UInt) {
        _ = memory.write(word, value, writer: UInt64(value) << 8 | 0xff, clock: VectorClock())
    }

    func write(_ word: Int, _ value: UInt, writer: UInt64, clock: VectorClock, by thread: ModelThread) {
        guard memory.write(word, value, writer: writer, clock: clock) else { return }
        for other in threads where other !== thread { other.hear(of: word) }
    }
}
