// Exploration › Exploration: every interleaving of a few threads, one after another.
//
// A model is two or three short threads that run a protocol of the core, written over `Memory`. The explorer runs the
// model again and again. Each thread is a coroutine that comes back before each of its operations on a shared word;
// there, which thread goes on and which buffered store reaches memory is a choice. A depth-first search makes
// every choice once. So that this ends, threads may be preempted a given number of times only (a switch away from one
// that waits, pauses or has ended is free): nearly all known bugs need no more than two preemptions.
//
// What the processor may do is x86's total store order. A store goes into its thread's buffer, which is first in, first
// out; when it drains is a choice; the thread itself sees it at once. Locked instructions, sequentially consistent
// stores, fences and system calls drain the buffer of their thread.
//
// What a silent exploration proves: within its bound, the model never breaks an expectation, deadlocks or spins for
// ever on x86-64. What it does not prove: the same on arm64, where loads may be reordered too. A part of that is
// covered by the data races: what orders two plain accesses is derived from the orders that the source names
// (releasing, acquiring), not from what x86 gives away for nothing, so a `relaxed` that should have been a `releasing` is
// found where it publishes a plain word. And nothing is proven about three threads by a model of two.
//
// A thread that pauses waits for another to change what it has looked at since it last paused: with the same values it would pause
// again. So what a loop waits for must be looked at in each of its rounds.
//
// States that were seen before are not explored again. A thread depends on nothing but what it read, so a state is each
// thread's history (which store each of its reads saw), the stores in the buffers, and the last store to each word. The
// vector clocks follow from these. States are compared by 64 bits of hash: among ten million, one chance in 370,000
// that any two are confused. The rule this lays on a model: threads share words and nothing else. A variable that two
// threads write would be a second memory, which the search does not see; to report, each has a variable of its own.
//
// Roads rejected: model threads on threads of the system (a switch through the kernel costs a thousand times as much);
// C11's whole memory model, as loom has it (a store history per word multiplies the executions, for a platform that
// Braid does not claim yet).

@testable import BraidCore
import Synchronization

/// What came of exploring a model.
struct Exploration: Sendable {
    let name: String
    /// How often the model was run.
    var executions = 0
    /// How many different states with a choice were met.
    var states = 0
    var nanoseconds: UInt64 = 0
    /// The first failure, with as few preemptions as it needs.
    var failure: ScheduledFailure?
}

extension Exploration: CustomStringConvertible {
    var description: String {
        let outcome = failure.map { "\n\($0)" } ?? ""
        return "\(name): \(executions) executions, \(states) states, \(nanoseconds / 1_000_000) ms\(outcome)"
    }
}

/// Runs models, one exploration at a time: handles to words hold an index only, so there is one current execution.
struct Explorer {
    private static let turn = Turn()

    let preemptions: Int?
    let prunes: Bool
    let build: (Model) -> Void

    /// To be called on a plain thread.
    func explore(_ name: String) -> Exploration {
        Explorer.turn.withLock {
            let start = HardwareClock.now
            var result = search(name, bound: preemptions)
            if let failure = result.failure {
                result.failure = simplest(name, than: failure)
            }
            result.nanoseconds = HardwareClock.now - start
            return result
        }
    }

    /// Runs the model once, by a schedule that was printed.
    func replay(_ name: String, _ schedule: Schedule) -> Exploration {
        Explorer.turn.withLock {
            Exploration(name: name, executions: 1, failure: follow(schedule))
        }
    }

    private func search(_ name: String, bound: Int?) -> Exploration {
        var result = Exploration(name: name)
        let execution = Execution(preemptions: bound, prunes: prunes)
        repeat {
            execution.run(build)
            result.executions += 1
        } while execution.failure == nil && execution.choices.advance()
        result.states = execution.choices.seen.count
        result.failure = execution.scheduledFailure
        return result
    }

    /// A failure that needs fewer preemptions is easier to read; and the run that is printed is a run of its own.
    private func simplest(_ name: String, than failure: ScheduledFailure) -> ScheduledFailure {
        for bound in 0..<failure.preemptions {
            if let simpler = search(name, bound: bound).failure { return follow(simpler.schedule) ?? simpler }
        }
        return follow(failure.schedule) ?? failure
    }

    /// What comes of one schedule, told line by line.
    private func follow(_ schedule: Schedule) -> ScheduledFailure? {
        let execution = Execution(preemptions: nil, prunes: false)
        execution.choices.follow(schedule)
        execution.log = []
        execution.run(build)
        return execution.scheduledFailure
    }
}

/// The machine's clock, to say how long an exploration took; no exploration reads it.
enum HardwareClock {
    static var now: UInt64 { Clock(isVirtual: false).now.nanoseconds }
}
