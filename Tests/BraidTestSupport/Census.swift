// Test support › Census: how many objects live, to the last one.

internal import Synchronization

/// Counts its citizens: a leak leaves some, a double release makes the number negative.
package final class Census: Sendable {
    private let population = Atomic<Int>(0)

    package init() {}

    package var living: Int { population.load(ordering: .acquiring) }

    package func citizen(_ number: Int = 0) -> Citizen { Citizen(of: self, number) }

    package final class Citizen: Sendable {
        private let census: Census
        package let number: Int

        fileprivate init(of census: Census, _ number: Int) {
            self.census = census
            self.number = number
            census.population.wrappingAdd(1, ordering: .relaxed)
        }

        deinit {
            census.population.wrappingSubtract(1, ordering: .releasing)
        }
    }
}
