// Exploration › Schedule: the steps of one execution, as they are printed with a failure and read back to repeat it.
//
// A letter per step: `A` the first thread runs, `a` the oldest store of its buffer reaches memory, `A!B` it executes
// a fence for a barrier of the second; a digit is a number that was chosen. `A3` is `A A A`.

struct Schedule: Sendable, CustomStringConvertible {
    let steps: [Step]

    struct Unreadable: Error {
        let word: Substring
    }

    init(steps: [Step]) { self.steps = steps }

    init(_ text: String) throws {
        steps = try text.split(separator: " ").flatMap { word in
            guard let first = word.utf8.first else { throw Unreadable(word: word) }
            let rest = word.dropFirst()
            let step: Step
            switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard let number = Int(word) else { throw Unreadable(word: word) }
                return [Step.number(number)]
            case UInt8(ascii: "A")...UInt8(ascii: "D"):
                let thread = Int(first - UInt8(ascii: "A"))
                if rest.first == "!", let asker = rest.utf8.last, "A!B".utf8.count == word.utf8.count {
                    return [.interrupt(thread, by: Int(asker) - Int(UInt8(ascii: "A")))]
                }
                step = .run(thread)
            case UInt8(ascii: "a")...UInt8(ascii: "d"): step = .drain(Int(first - UInt8(ascii: "a")))
            default: throw Unreadable(word: word)
            }
            guard let count = rest.isEmpty ? 1 : Int(rest) else { throw Unreadable(word: word) }
            return Array(repeating: step, count: count)
        }
    }

    var description: String {
        var words: [String] = []
        var index = 0
        while index < steps.count {
            let step = steps[index]
            var count = 1
            while case .run = step, index + count < steps.count, steps[index + count] == step { count += 1 }
            words.append(step.letter + (count > 1 ? "\(count)" : ""))
            index += count
        }
        return words.joined(separator: " ")
    }
}

extension Step {
    private static func letter(_ thread: Int, after first: Unicode.Scalar) -> String {
        String(UnicodeScalar(UInt8(ascii: first) + UInt8(thread)))
    }

    fileprivate var letter: String {
        switch self {
        case .run(let thread): Step.letter(thread, after: "A")
        case .drain(let thread): Step.letter(thread, after: "a")
        case .interrupt(let thread, let asker):
            Step.letter(thread, after: "A") + "!" + Step.letter(asker, after: "A")
        case .number(let number): "\(number)"
        }
    }
}

/// What went wrong in an execution.
enum ExecutionFailure: Sendable, Equatable {
    case expectation(String)
    case deadlock(String)
    case livelock
    case dataRace(String)
    case useAfterFree(String)
}

/// A failure and how to see it again.
struct ScheduledFailure: Sendable, CustomStringConvertible {
    let failure: ExecutionFailure
    let schedule: Schedule
    let preemptions: Int
    let log: [String]
    let strayed: Bool

    var description: String {
        let title =
            switch failure {
            case .expectation(let message): "expectation failed: \(message)"
            case .deadlock(let who): "deadlock: \(who)"
            case .livelock: "no end after \(Execution.stepLimit) steps"
            case .dataRace(let message): "data race: \(message)"
            case .useAfterFree(let word): "use after free of \(word)"
            }
        let lines = log.map { "\n    " + $0 }.joined()
        return
            "\(title)\(strayed ? " (the schedule does not fit the model)" : "")\(lines)\n  replaying: \"\(schedule)\""
    }
}
