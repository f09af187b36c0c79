// Exploration › Execution, whose turn it is. A thread chooses on its own stack who goes on, and switches to that one.

@testable import BraidCore

extension Execution {
    /// The running thread stands before an operation; returns when it is its turn.
    func arrive(_ operation: Operation) -> ModelThread {
        guard let thread = running else { fatalError("no thread of the model runs") }
        thread.next = operation
        if phase == .starting {
            coroutines[thread.index].go(to: base)
        } else {
            proceed(thread)
        }
        thread.settle()
        return thread
    }

    /// The running thread does what no other can notice.
    func goAlone() -> ModelThread? {
        running?.unsettle()
        return running
    }

    func end(_ thread: ModelThread) {
        thread.status = .ended
        if phase == .starting { coroutines[thread.index].go(to: base) } else { proceed(thread) }
    }

    /// Chooses what happens next until it is `here`'s turn (nil: the base, at the beginning).
    func proceed(_ here: ModelThread?) {
        while true {
            guard let step = nextStep() else { break }
            switch step {
            case .drain(let index): drain(threads[index])
            case .interrupt(let index, let asker): interrupt(threads[index], by: threads[asker])
            case .number: fatalError("a number is no step of the threads")
            case .run(let index):
                if index != running?.index, goesOn { preemptions += 1 }
                let thread = threads[index]
                running = thread
                if thread === here { return }
                place(of: here).go(to: coroutines[index])
                return
            }
        }
        if here != nil { place(of: here).go(to: base) }
    }

    private func place(of thread: ModelThread?) -> Coroutine { thread.map { coroutines[$0.index] } ?? base }

    /// Whether the thread that ran last would go on by itself.
    var goesOn: Bool {
        guard let running else { return false }
        return !running.next.isRest && canRun(running)
    }

    private func nextStep() -> Step? {
        if choices.steps.count >= Execution.stepLimit { fail(.livelock) }
        if isKnown { return forcedStep() }
        collectOptions()
        if options.isEmpty { return nil }
        if options.count > 1, prunes, choices.isNew {
            let left = preemptionBound.map { $0 - preemptions } ?? .max
            if !choices.note(state, preemptionsLeft: left) {
                isKnown = true
                return forcedStep()
            }
        }
        return choices.take(options)
    }

    /// What no choice is made of any more: buffers drain at once, and the thread that ran goes on while it can.
    private func forcedStep() -> Step? {
        if let running, goesOn, threads.allSatisfy({ $0.buffer.isEmpty && $0.owed == 0 }) {
            choices.force(.run(running.index))
            return .run(running.index)
        }
        collectOptions(all: true)
        guard
            let step = options.first(where: { if case .run = $0 { false } else { true } })
                ?? (goesOn
                    ? options.first : options.first { $0 != .run(running?.index ?? -1) } ?? options.first)
        else { return nil }
        choices.force(step)
        return step
    }

    private var state: Fingerprint {
        var state = setUp
        for thread in threads { thread.digest(into: &state) }
        state.mix(memory.digest)
        state.mix(whoGoesOn)
        return state
    }

    /// Who ran last matters only where to run another would be a preemption, now or later.
    private var whoGoesOn: UInt64 {
        guard preemptionBound != nil, let running, running.status != .ended, !running.next.isRest else {
            return 99
        }
        return UInt64(running.index)
    }

    func choose(_ count: Int) -> Int {
        var number = 0
        if count > 1, isKnown {
            choices.force(.number(0))
        } else if count > 1, case .number(let chosen) = choices.take((0..<count).map(Step.number)) {
            number = chosen
        }
        if phase != .alone, let running {
            running.history.mix(UInt64(number))
        } else {
            setUp.mix(UInt64(number))
        }
        return number
    }
}
