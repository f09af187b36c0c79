// Exploration › SeatModel: a seat with its ring of runnables, as the gate's models use it.

@testable import BraidCore

/// A seat with its ring of runnables, which one at a time may touch. The ring itself is plain memory, out of the explorer's
/// sight: a word that says what is in it is read before each step and written after it, so that two at once are a race.
final class SeatModel: @unchecked Sendable {
    // Safety: touched by whoever the gate lets in; the explorer runs one thread at a time.
    private var ring = RunRing()
    private let contents = ExploredMemory.allocate(1, "runnables")[0]

    /// With runnables that are numbered from 1 on, and that nobody runs.
    init(_ count: Int) {
        // Safety: the address is compared, never followed.
        for number in 1...count {
            guard let launch = unsafe UnsafeMutablePointer<Launch>(bitPattern: number * 16) else {
                continue
            }
            unsafe ring.append(.launch(launch))
        }
        contents.plainStore(code)
    }

    private func number(_ runnable: Runnable) -> UInt {
        // Safety: as above.
        unsafe runnable.launch.map { UInt(bitPattern: $0) / 16 } ?? 0
    }

    private var code: UInt { inOrder.reduce(0) { $0 * 8 + $1 } }

    private var inOrder: [UInt] { (0..<ring.count).map { number(ring[$0]) } }

    /// Takes the first out; nothing if there is none.
    func take() -> [UInt] {
        _ = contents.plainLoad()
        defer { contents.plainStore(code) }
        return ring.popFirst().map { [number($0)] } ?? []
    }

    /// What a thief takes.
    func takeHalf() -> [UInt] {
        _ = contents.plainLoad()
        defer { contents.plainStore(code) }
        var batch = RunBatch()
        ring.takeHalf(into: &batch)
        return (0..<batch.count).map { number(batch[$0]) }
    }

    /// Whether each runnable is here or was taken once.
    func accounts(for taken: [[UInt]], of count: UInt) -> Bool {
        (taken.flatMap { $0 } + inOrder).sorted() == Array(1...count)
    }

    /// What a worker does with every goroutine that it runs.
    func takeOwn<M: Memory>(_ gate: Gate<M>) -> [UInt] {
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated ? take() : []
    }

    /// What a thief does.
    func steal<M: Memory>(_ tenancy: Tenancy<M>) -> [UInt] {
        guard tenancy.beginVisit() else { return [] }
        defer { tenancy.endVisit() }
        return takeHalf()
    }
}

/// As `Scheduler.evict`, for a worker of which is known that it is stuck.
func evict<M: Memory>(
    _ gate: Gate<M>, from tenancy: Tenancy<M>, ifStill condition: () -> Bool = { true }
) -> Bool {
    guard tenancy.beginVisit() else { return false }
    defer { tenancy.endVisit() }
    guard tenancy.isHeld(by: gate), condition() else { return false }
    tenancy.evict()
    return true
}
