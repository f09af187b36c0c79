// Exploration › Choices: the path of the search.
//
// A path is a list of choices, each with how many options it had and which was taken. The next path is the same up to
// the last choice that has an option left.

/// What can happen next in an execution.
enum Step: Hashable {
    /// A thread executes the operation that it stands before.
    case run(Int)
    /// The oldest store in a thread's buffer reaches memory.
    case drain(Int)
    /// A thread executes the fence that another one's `barrierEverywhere` asks of it.
    case interrupt(Int, by: Int)
    /// The model, or a wake-up among several sleepers, chose this number.
    case number(Int)
}

struct Choices {
    private var path: [(options: Int, taken: Int)] = []
    private var depth = 0
    private var following: Schedule?
    /// For each state met at a choice, how many preemptions were still allowed (`.max` without a bound).
    private(set) var seen: [Fingerprint: Int] = [:]
    /// All steps of this execution, chosen and forced.
    private(set) var steps: [Step] = []
    /// The steps that are to be followed do not fit the model.
    private(set) var hasStrayed = false

    /// Makes the next executions follow a schedule instead of searching.
    mutating func follow(_ schedule: Schedule) { following = schedule }

    mutating func begin() {
        depth = 0
        steps.removeAll(keepingCapacity: true)
    }

    /// Whether the next choice is one that this search has not made yet.
    var isNew: Bool { following == nil && depth == path.count }

    /// Notes the state before a new choice. False if it has been explored with as many preemptions left.
    mutating func note(_ state: Fingerprint, preemptionsLeft: Int) -> Bool {
        if let before = seen[state], before >= preemptionsLeft { return false }
        seen[state] = preemptionsLeft
        return true
    }

    /// Chooses among `options`, at least one.
    mutating func take(_ options: [Step]) -> Step {
        let step = pick(options)
        steps.append(step)
        return step
    }

    /// Notes a step that needed no choice.
    mutating func force(_ step: Step) { steps.append(step) }

    private mutating func pick(_ options: [Step]) -> Step {
        if let following {
            if steps.count < following.steps.count {
                let step = following.steps[steps.count]
                if options.contains(step) { return step }
                hasStrayed = true
            }
            return options[0]
        }
        if options.count == 1 { return options[0] }
        if depth == path.count { path.append((options.count, 0)) }
        let taken = path[depth].taken
        precondition(path[depth].options == options.count, "the model is not deterministic")
        depth += 1
        return options[taken]
    }

    /// Goes to the next path. False when all are done.
    mutating func advance() -> Bool {
        while let (options, taken) = path.popLast() {
            if taken + 1 < options {
                path.append((options, taken + 1))
                return true
            }
        }
        return false
    }
}
