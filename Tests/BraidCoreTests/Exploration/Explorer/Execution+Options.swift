// Exploration › Execution, what can happen next.

@testable import BraidCore

extension Execution {
    func canRun(_ thread: ModelThread) -> Bool {
        if case .asleep = thread.status { return thread.next == .timeOut }
        guard thread.status == .ready else { return false }
        return switch thread.next {
        case .access, .fence, .resume, .timeOut: true
        case .pause: thread.mayLookAgain
        case .lock(let word): memory.words[word].value == 0
        case .awaitFences: thread.owed == 0
        }
    }

    /// The thread that ran comes first, so that the first path has no preemption. `all`: whatever the bound says, and
    /// every buffer.
    func collectOptions(all: Bool = false) {
        options.removeAll(keepingCapacity: true)
        let staysOn = goesOn
        if let running, canRun(running) { options.append(.run(running.index)) }
        if all || !staysOn || preemptionBound.map({ preemptions < $0 }) ?? true {
            for thread in threads where thread !== running && canRun(thread) {
                options.append(.run(thread.index))
            }
        }
        let nobodyRuns = options.isEmpty
        for thread in threads {
            for asker in threads where asker.owed >> thread.index & 1 == 1 {
                options.append(.interrupt(thread.index, by: asker.index))
            }
            if !thread.buffer.isEmpty, all || nobodyRuns || drainMatters(thread) {
                options.append(.drain(thread.index))
            }
        }
    }

    /// A drain can be put off until somebody is about to notice it: before another thread's access to a word in this
    /// buffer, before another buffer's store to the same word, and while somebody pauses who has looked at such a word.
    private func drainMatters(_ thread: ModelThread) -> Bool {
        for other in threads where other !== thread {
            if other.status == .ready {
                if other.waits(for: thread.buffer) { return true }
                if let word = other.next.word, thread.buffered(word) != nil { return true }
            }
            for store in other.buffer where thread.buffered(store.word) != nil { return true }
        }
        return false
    }
}
