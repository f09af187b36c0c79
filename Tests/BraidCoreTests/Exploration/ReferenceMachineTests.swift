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

    /// Of waits there are those that last for ever, which both must find.
    @Test func randomProgramsWithWaitsEndAsOnTheReferenceMachine() async throws {
        var random = Choice(seed: 3)
        var stuck = 0
        for _ in 0..<60 {
            let program = Program(random: &random, withBarriers: false, withWaits: true)
            if try await compare(program) { stuck += 1 }
        }
        #expect((1...30).contains(stuck), "\(stuck) of 60 programs can get stuck")
    }

    /// True if the program can get stuck.
    @discardableResult
    private func compare(_ program: Program) async throws -> Bool {
        let outcomes = Outcomes<[UInt]>()
        let result = try await exploration("\(program)", preemptions: nil) { model in
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
        let reference = ReferenceMachine.search(program)
        if case .deadlock? = result.failure?.failure {
            #expect(reference.canGetStuck, "\(program) \(result)")
        } else {
            #expect(result.failure == nil && !reference.canGetStuck, "\(program) \(result)")
            #expect(outcomes.all == reference.outcomes, "\(program)")
        }
        return reference.canGetStuck
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
        /// Looks at a word until it is not zero.
        case await(Int)
        /// Looks at one word after the other until one is not zero.
        case awaitEither
        /// Writes zero into a word until it has replaced something else.
        case take(Int)

        func run(on words: ExploredMemory.Block, into seen: inout [UInt]) {
            switch self {
            case .load(let word): seen.append(words[word].load(.relaxed))
            case .store(let word, let value): words[word].store(value, .relaxed)
            case .exchange(let word, let value): seen.append(words[word].exchange(value, .relaxed))
            case .fence: Explored.fence()
            case .barrierEverywhere: Explored.barrierEverywhere()
            case .await(let word): seen.append(Self.wait { words[word].load(.relaxed) })
            case .awaitEither:
                seen.append(
                    Self.wait {
                        let first = words[0].load(.relaxed)
                        return first != 0 ? first : words[1].load(.relaxed)
                    })
            case .take(let word): seen.append(Self.wait { words[word].exchange(0, .relaxed) })
            }
        }

        private static func wait(_ look: () -> UInt) -> UInt {
            while true {
                let value = look()
                if value != 0 { return value }
                Explored.pause()
            }
        }
    }

    static let words = 2
    let threads: [[Instruction]]

    /// With waits the first thread has none, and ends with a store to each word.
    init(random: inout Choice, withBarriers: Bool, withWaits: Bool = false) {
        let threadCount = 2 + random.below(2)
        let length = threadCount == 2 && !withBarriers ? 4 : 5 - threadCount
        var next: UInt = 0
        var barriers = withBarriers ? 4 - threadCount : 0
        threads = (0..<threadCount).map { thread in
            let instructions: [Instruction] = (0..<length).map { _ in
                next += 1
                let word = random.below(Program.words)
                if withWaits, thread > 0, random.below(2) == 0 {
                    return [.await(word), .awaitEither, .take(word)][random.below(3)]
                }
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
            return instructions + (withWaits && thread == 0 ? [.store(0, 98), .store(1, 99)] : [])
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
    /// Whether a thread that waits for either word looks at the second one next.
    private var isAtSecond: [Bool]

    private struct Store: Hashable {
        let word: Int
        let value: UInt
    }

    private init(_ program: Program) {
        places = program.threads.map { _ in 0 }
        buffers = program.threads.map { _ in [] }
        seen = program.threads.map { _ in [] }
        owed = program.threads.map { _ in nil }
        isAtSecond = program.threads.map { _ in false }
    }

    /// All ends of a program, and whether there are states from which none can be reached.
    static func search(_ program: Program) -> (outcomes: Set<[UInt]>, canGetStuck: Bool) {
        var outcomes: Set<[UInt]> = []
        var predecessors = [ReferenceMachine(program): [ReferenceMachine]()]
        var open = Array(predecessors.keys)
        var ends: [ReferenceMachine] = []
        while let state = open.popLast() {
            let next = state.successors(program)
            if next.isEmpty, zip(state.places, program.threads).allSatisfy({ $0 == $1.count }) {
                outcomes.insert(state.seen.flatMap { $0 } + state.memory)
                ends.append(state)
            }
            for successor in next {
                if predecessors[successor] == nil { open.append(successor) }
                predecessors[successor, default: []].append(state)
            }
        }
        var canEnd = Set(ends)
        while let state = ends.popLast() {
            for before in predecessors[state] ?? [] where canEnd.insert(before).inserted {
                ends.append(before)
            }
        }
        return (outcomes, canEnd.count < predecessors.count)
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
            seen[thread].append(look(at: word, by: thread))
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
        case .await(let word):
            guard look(at: word, by: thread) != 0 else { return false }
            seen[thread].append(look(at: word, by: thread))
        case .awaitEither:
            let value = look(at: isAtSecond[thread] ? 1 : 0, by: thread)
            guard value != 0 else {
                isAtSecond[thread].toggle()
                return true
            }
            isAtSecond[thread] = false
            seen[thread].append(value)
        case .take(let word):
            guard buffers[thread].isEmpty, memory[word] != 0 else { return false }
            seen[thread].append(memory[word])
            memory[word] = 0
        }
        places[thread] += 1
        return true
    }

    private func look(at word: Int, by thread: Int) -> UInt {
        buffers[thread].last { $0.word == word }?.value ?? memory[word]
    }
}
