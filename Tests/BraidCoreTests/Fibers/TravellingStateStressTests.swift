@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Synchronization
import Testing

/// Fibers that change their thread where the Swift runtime keeps something per thread. Each test goes on until that
/// has really happened thousands of times, and fails if it does not.
@Suite struct TravellingStateStressTests {
    private static let wanted = isSanitized ? 500 : 4_000
    private static let roundsAtMost = 2_000_000

    /// Runs `round` on 16 fibers of 4 workers until enough rounds have ended on another thread than they began on.
    private func untilMigrated(by route: Route, _ round: @escaping @Sendable (Int) -> Void) async throws {
        let migrations = try await onPlainThread {
            withScheduler(workers: 4, layout: route.layout) { scheduler in
                let migrations = Tally()
                scheduler.runAll(16) { index in
                    for number in 0..<TravellingStateStressTests.roundsAtMost {
                        // On a busy machine one worker may have the processor for long: let the others in.
                        if number % 64 == 0 { sched_yield() }
                        let before = currentThread()
                        round(index)
                        if currentThread() != before { migrations.add() }
                        if migrations.value >= TravellingStateStressTests.wanted { break }
                    }
                }
                return migrations.value
            }
        }
        #expect(
            migrations >= TravellingStateStressTests.wanted, "a run in which nothing migrates shows nothing")
    }

    @Test(arguments: Route.allCases)
    func anInoutAccessOfAClassTravels(route: Route) async throws {
        let owners = (0..<16).map { _ in Owner() }
        try await untilMigrated(by: route) { index in
            change(&owners[index].count) { Fiber.current?.yieldToAll() }
        }
        for owner in owners { #expect(owner.count > 0) }
    }

    @Test(arguments: Route.allCases)
    func nestedAccessesTravelTogether(route: Route) async throws {
        let owners = (0..<16).map { _ in Owner() }
        try await untilMigrated(by: route) { index in
            let owner = owners[index]
            change(&owner.count) {
                change(&owner.second) {
                    Fiber.current?.yieldToAll()
                    change(&owner.third) { Fiber.current?.yieldToAll() }
                }
                Fiber.current?.yieldToAll()
            }
        }
    }

    @Test(arguments: Route.allCases)
    func aModifyAccessorTravels(route: Route) async throws {
        let owners = (0..<16).map { _ in Owner() }
        try await untilMigrated(by: route) { index in
            owners[index].list.appendMeanwhile { Fiber.current?.yieldToAll() }
        }
        for owner in owners {
            #expect(owner.list.elements.allSatisfy { $0 == 1 } && !owner.list.elements.isEmpty)
        }
    }

    @Test(arguments: Route.allCases)
    func aTaskLocalValueTravels(route: Route) async throws {
        try await untilMigrated(by: route) { index in
            Binding.$number.withValue(index + 1) {
                Fiber.current?.yieldToAll()
                #expect(Binding.number == index + 1)
                Binding.$number.withValue(-index) {
                    Fiber.current?.yieldToAll()
                    #expect(Binding.number == -index)
                }
                #expect(Binding.number == index + 1)
            }
            #expect(Binding.number == 0)
        }
    }

    /// Both at once, some fibers with open accesses and some without: nobody gets what is another's.
    @Test(arguments: Route.allCases)
    func whatIsOpenStaysWithItsFiber(route: Route) async throws {
        let shared = Owner()
        let guarding = Atomic<Bool>(false)
        try await untilMigrated(by: route) { index in
            guard index % 2 == 0 else {
                Fiber.current?.yieldToAll()
                return
            }
            // One at a time: an access that stayed behind on a thread would make the next one overlap.
            guard guarding.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
            else {
                Fiber.current?.yieldToAll()
                return
            }
            change(&shared.count) { Fiber.current?.yieldToAll() }
            guarding.store(false, ordering: .releasing)
        }
    }
}

final class Owner: @unchecked Sendable {
    // Safety: each test gives an owner to one fiber at a time.
    var count = 0
    var second = 0
    var third = 0
    var list = Elements()

    struct Elements {
        var elements: [Int] = []

        mutating func appendMeanwhile(_ body: () -> Void) {
            elements.append(0)
            body()
            elements[elements.count - 1] += 1
        }
    }
}

/// Keeps an exclusive access open during `body`. Never inlined, so that the compiler has to open it.
@inline(never)
func change(_ number: inout Int, during body: () -> Void) {
    let before = number
    body()
    number = before + 1
}
