@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The explorer's shortcuts (drains that are put off, states that are not explored twice) lose nothing: on small random
/// programs it finds the outcomes that a machine without shortcuts finds, exactly.
@Suite struct ReferenceMachineTests {
    @Test func randomProgramsEndAsOnTheReferenceMachine() async throws {
        var random = Choice(seed: 1)
        for _ in 0..<60 {
            let program = Program(random: &random, withBarriers: false)
            try await compare(program)
        }
    }

    @Test func randomProgramsWithBarriersEndAsOnTheReferenceMachine() async throws {
        var random = Choice(seed: 2)
        for _ in 0..<40 {
            let program = Program(random: &random, withBarriers: true)
            try await compare(program)
        }
    }

    private func compare(_ program: Program) async throws {
        let outcomes = Outcomes<[UInt]>()
        try await explore("\(program)", preemptions: nil) { model in
            let words = Explored.allocate(Program.words, "word")
            var seen = program.threads.map { _ in [UInt]() }
            for (index, instructions) in program.threads.enumerated() {
                model.thread("thread \(index)") {
                    for instruction in instructions { instruction.run(on: words, into: &seen[index]) }
                }
            }
            model.finally {
                outcomes.add(seen.flatMap { $0 } + (0..<Program.words).map { words[$0].load(.relaxed) })
            }
        }
        let reference = ReferenceMachine.outcomes(of: program)
        #expect(outcomes.all == reference, "\(program)")
    }
}

/// Two or three threads of a few instructions each, without branches.
private struct Program: Sendable, CustomStringConvertible {
    enum Instruction: Hashable, Sendable {
        case load(Int)
        case store(Int, UInt)
        case exchange(Int, UInt)
        case fence
        case barrierEverywhere

        func run(on words: ExploredMemory.Block, into seen: inout [UInt]) {
            switch self {
            case .load(let word): seen.append(words[word].load(.relaxed))
            case .store(let word, let value): words[word].store(value, .relaxed)
            case .exchange(let word, let value): seen.append(words[word].exchange(value, .relaxed))
            case .fence: Explored.fence()
            case .barrierEverywhere: Explored.barrierEverywhere()
            }
        }
    }

    static let words = 2
    let threads: [[Instruction]]

    init(random: inout Choice, withBarriers: Bool) {
        let threadCount = 2 + random.below(2)
        let length = threadCount == 2 && !withBarriers ? 4 : 5 - threadCount
        var next: UInt = 0
        var barriers = withBarriers ? 4 - threadCount : 0
        threads = (0..<threadCount).map { _ in
            (0..<length).map { _ in
                next += 1
                let word = random.below(Program.words)
                switch random.below(barriers > 0 ? 11 : 9) {
                case 0...3: return .store(word, next)
                case 4...6: return .load(word)
                case 7: return .exchange(word, next)
                case 8: return .fence
                default:
                    barriers -= 1
                    return .barrierEverywhere
                }
            }
        }
    }

    var description: String {
        threads.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: " | ")
    }
}

/// x86's store order as a plain search over all states, with no shortcut but that equal states are one.
private struct ReferenceMachine: Hashable {
    private var memory = [UInt](repeating: 0, count: Program.words)
    private var places: [Int]
    private var buffers: [[Store]]
    private var seen: [[UInt]]
    /// The threads whose fence a thread at a barrier still waits for; nil before it has asked.
    private var owed: [Set<Int>?]

    private struct Store: Hashable {
        let word: Int
        let value: UInt
    }

    private init(_ program: Program) {
        places = program.threads.map { _ in 0 }
        buffers = program.threads.map { _ in [] }
        seen = program.threads.map { _ in [] }
        owed = program.threads.map { _ in nil }
    }

    static func outcomes(of program: Program) -> Set<[UInt]> {
        var found: Set<[UInt]> = []
        var known: Set<ReferenceMachine> = []
        var open = [ReferenceMachine(program)]
        while let state = open.popLast() {
            guard known.insert(state).inserted else { continue }
            let next = state.successors(program)
            if next.isEmpty { found.insert(state.seen.flatMap { $0 } + state.memory) }
            open.append(contentsOf: next)
        }
        return found
    }

    private func successors(_ program: Program) -> [ReferenceMachine] {
        var all: [ReferenceMachine] = []
        for thread in places.indices {
            if !buffers[thread].isEmpty {
                var next = self
                next.drain(thread)
                all.append(next)
            }
            // A fence for a thread that waits at a barrier, possible when this one's buffer is empty.
            for asker in places.indices where owed[asker]?.contains(thread) == true && buffers[thread].isEmpty
            {
                var next = self
                next.owed[asker]?.remove(thread)
                all.append(next)
            }
            if places[thread] < program.threads[thread].count {
                var next = self
                if next.execute(program.threads[thread][places[thread]], on: thread) { all.append(next) }
            }
        }
        return all
    }

    private mutating func drain(_ thread: Int) {
        let store = buffers[thread].removeFirst()
        memory[store.word] = store.value
    }

    /// False if the instruction has to wait.
    private mutating func execute(_ instruction: Program.Instruction, on thread: Int) -> Bool {
        switch instruction {
        case .load(let word):
            seen[thread].append(buffers[thread].last { $0.word == word }?.value ?? memory[word])
        case .store(let word, let value):
            buffers[thread].append(Store(word: word, value: value))
        case .exchange(let word, let value):
            guard buffers[thread].isEmpty else { return false }
            seen[thread].append(memory[word])
            memory[word] = value
        case .fence:
            guard buffers[thread].isEmpty else { return false }
        case .barrierEverywhere:
            guard buffers[thread].isEmpty else { return false }
            guard let waiting = owed[thread] else {
                owed[thread] = Set(places.indices.filter { $0 != thread })
                return true
            }
            guard waiting.isEmpty else { return false }
            owed[thread] = nil
        }
        places[thread] += 1
        return true
    }
}
