import Testing

@testable import BraidCore

@Suite struct RestraintTests {
    /// After how many additions each of the first calls comes.
    private func calls(_ count: Int, _ restraint: inout Restraint, hasMany: Bool) -> [Int] {
        (0..<count).map { _ in
            var additions = 1
            while !restraint.wantsHelp(hasMany: hasMany) { additions += 1 }
            return additions
        }
    }

    @Test func theFirstAdditionCalls() {
        var restraint = Restraint()
        #expect(calls(1, &restraint, hasMany: false) == [1])
    }

    @Test func eachCallComesTwiceAsManyAdditionsLater() {
        var restraint = Restraint()
        #expect(calls(6, &restraint, hasMany: false) == [1, 2, 3, 5, 9, 17])
    }

    @Test func theRestraintHasALimitAndALowerOneWhereManyWait() {
        var restraint = Restraint()
        #expect(calls(20, &restraint, hasMany: false).last == Restraint.longest + 1)
        #expect(
            calls(3, &restraint, hasMany: true) == Array(repeating: Restraint.longestWithMany + 1, count: 3))
    }

    @Test func whereManyWaitNoLongPauseIsSatOut() {
        var restraint = Restraint()
        _ = calls(20, &restraint, hasMany: false)
        for _ in 0..<2 * Restraint.longestWithMany { _ = restraint.wantsHelp(hasMany: false) }
        #expect(calls(1, &restraint, hasMany: true) == [1])
    }

    @Test func usefulHelpShortensIt() {
        var restraint = Restraint()
        _ = calls(20, &restraint, hasMany: false)
        restraint.relax()
        #expect(calls(1, &restraint, hasMany: false) == [Restraint.longestWithMany / 4 + 1])
    }
}
