import BraidGoroutines
import BraidTestSeeds
import Testing

/// A select has a function for each number of arms up to nine, and one for more: each takes each of its arms, once for what
/// cannot fail and once for what can.
@Suite struct SelectArmCountTests {
    private struct Refused: Error, Equatable {
        let arm: Int
    }

    /// Which arm is taken for each that alone is ready.
    private func takesEach(
        of count: Int, _ run: @escaping @Sendable ([Channel<Int>]) throws -> Int
    ) async throws {
        try await bothWays(5) {
            let channels = (0..<count).map { _ in Channel<Int>(capacity: 1) }
            for (arm, channel) in channels.enumerated() {
                try channel.send(arm)
                try #expect(run(channels) == arm)
            }
        }
    }

    /// Passes on the place of the arm that was taken, which has to be the one that was sent.
    private static func check(_ arm: Int, _ value: Int?) throws -> Int {
        guard value == arm else { throw Refused(arm: arm) }
        return arm
    }

    @Test func oneArm() async throws {
        try await takesEach(of: 1) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
            }
        }
        try await takesEach(of: 1) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
            }
        }
    }

    @Test func twoArms() async throws {
        try await takesEach(of: 2) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
            }
        }
        try await takesEach(of: 2) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
            }
        }
    }

    @Test func threeArms() async throws {
        try await takesEach(of: 3) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
            }
        }
        try await takesEach(of: 3) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
            }
        }
    }

    @Test func fourArms() async throws {
        try await takesEach(of: 4) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
            }
        }
        try await takesEach(of: 4) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
            }
        }
    }

    @Test func fiveArms() async throws {
        try await takesEach(of: 5) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
            }
        }
        try await takesEach(of: 5) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
            }
        }
    }

    @Test func sixArms() async throws {
        try await takesEach(of: 6) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
                receive(from: from[5]) { $0 == 5 ? 5 : -1 }
            }
        }
        try await takesEach(of: 6) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
                receive(from: from[5]) { try SelectArmCountTests.check(5, $0) }
            }
        }
    }

    @Test func sevenArms() async throws {
        try await takesEach(of: 7) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
                receive(from: from[5]) { $0 == 5 ? 5 : -1 }
                receive(from: from[6]) { $0 == 6 ? 6 : -1 }
            }
        }
        try await takesEach(of: 7) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
                receive(from: from[5]) { try SelectArmCountTests.check(5, $0) }
                receive(from: from[6]) { try SelectArmCountTests.check(6, $0) }
            }
        }
    }

    @Test func eightArms() async throws {
        try await takesEach(of: 8) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
                receive(from: from[5]) { $0 == 5 ? 5 : -1 }
                receive(from: from[6]) { $0 == 6 ? 6 : -1 }
                receive(from: from[7]) { $0 == 7 ? 7 : -1 }
            }
        }
        try await takesEach(of: 8) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
                receive(from: from[5]) { try SelectArmCountTests.check(5, $0) }
                receive(from: from[6]) { try SelectArmCountTests.check(6, $0) }
                receive(from: from[7]) { try SelectArmCountTests.check(7, $0) }
            }
        }
    }

    @Test func nineArms() async throws {
        try await takesEach(of: 9) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
                receive(from: from[5]) { $0 == 5 ? 5 : -1 }
                receive(from: from[6]) { $0 == 6 ? 6 : -1 }
                receive(from: from[7]) { $0 == 7 ? 7 : -1 }
                receive(from: from[8]) { $0 == 8 ? 8 : -1 }
            }
        }
        try await takesEach(of: 9) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
                receive(from: from[5]) { try SelectArmCountTests.check(5, $0) }
                receive(from: from[6]) { try SelectArmCountTests.check(6, $0) }
                receive(from: from[7]) { try SelectArmCountTests.check(7, $0) }
                receive(from: from[8]) { try SelectArmCountTests.check(8, $0) }
            }
        }
    }

    @Test func tenArms() async throws {
        try await takesEach(of: 10) { from in
            select {
                receive(from: from[0]) { $0 == 0 ? 0 : -1 }
                receive(from: from[1]) { $0 == 1 ? 1 : -1 }
                receive(from: from[2]) { $0 == 2 ? 2 : -1 }
                receive(from: from[3]) { $0 == 3 ? 3 : -1 }
                receive(from: from[4]) { $0 == 4 ? 4 : -1 }
                receive(from: from[5]) { $0 == 5 ? 5 : -1 }
                receive(from: from[6]) { $0 == 6 ? 6 : -1 }
                receive(from: from[7]) { $0 == 7 ? 7 : -1 }
                receive(from: from[8]) { $0 == 8 ? 8 : -1 }
                receive(from: from[9]) { $0 == 9 ? 9 : -1 }
            }
        }
        try await takesEach(of: 10) { from in
            try select {
                receive(from: from[0]) { try SelectArmCountTests.check(0, $0) }
                receive(from: from[1]) { try SelectArmCountTests.check(1, $0) }
                receive(from: from[2]) { try SelectArmCountTests.check(2, $0) }
                receive(from: from[3]) { try SelectArmCountTests.check(3, $0) }
                receive(from: from[4]) { try SelectArmCountTests.check(4, $0) }
                receive(from: from[5]) { try SelectArmCountTests.check(5, $0) }
                receive(from: from[6]) { try SelectArmCountTests.check(6, $0) }
                receive(from: from[7]) { try SelectArmCountTests.check(7, $0) }
                receive(from: from[8]) { try SelectArmCountTests.check(8, $0) }
                receive(from: from[9]) { try SelectArmCountTests.check(9, $0) }
            }
        }
    }

    @Test func whatTheLastOfNineThrowsLeavesTheSelect() async throws {
        try await forSeeds {
            let channels = (0..<8).map { _ in Channel<Int>() }
            #expect(throws: Refused(arm: 8)) {
                try select {
                    receive(from: channels[0]) { $0 }
                    receive(from: channels[1]) { $0 }
                    receive(from: channels[2]) { $0 }
                    receive(from: channels[3]) { $0 }
                    receive(from: channels[4]) { $0 }
                    receive(from: channels[5]) { $0 }
                    receive(from: channels[6]) { $0 }
                    receive(from: channels[7]) { $0 }
                    otherwise { throw Refused(arm: 8) }
                }
            }
        }
    }
}
