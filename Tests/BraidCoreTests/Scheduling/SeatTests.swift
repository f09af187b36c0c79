import Synchronization
import Testing

@testable import BraidCore

/// One seat and nobody else, so that the tests need no gate.
@Suite struct SeatTests {
    private func withSeat(_ body: (Seat) -> Void) {
        let seat = Seat(index: 0)
        defer { seat.free() }
        body(seat)
    }

    private func runnable(_ number: Int) -> Runnable {
        // Safety: the address is compared, never followed.
        guard let memory = unsafe UnsafeMutablePointer<Launch>(bitPattern: number * 16) else { return .none }
        return unsafe .launch(memory)
    }

    private func number(_ runnable: Runnable?) -> Int? {
        // Safety: as above.
        unsafe runnable?.launch.map { Int(bitPattern: $0) / 16 }
    }

    @Test func whatIsNextComesBeforeTheRing() {
        withSeat { seat in
            #expect(seat.append(runnable(1)))
            #expect(seat.putNext(runnable(2)))
            #expect([seat.take(), seat.take(), seat.take()].map(number) == [2, 1, nil])
        }
    }

    @Test func whatWasNextGoesToTheEnd() {
        withSeat { seat in
            #expect(seat.append(runnable(1)))
            #expect(seat.putNext(runnable(2)))
            #expect(seat.putNext(runnable(3)))
            #expect([seat.take(), seat.take(), seat.take()].map(number) == [3, 1, 2])
        }
    }

    @Test func aPairThatWakesEachOtherDoesNotShutOutTheRing() {
        withSeat { seat in
            #expect(seat.append(runnable(1)))
            var turns = 0
            while turns < 1_000 {
                #expect(seat.putNext(runnable(2)))
                turns += 1
                if number(seat.take()) == 1 { break }
            }
            #expect(turns == Seat.longestStreak + 1)
        }
    }

    @Test func whatIsNextIsTakenByAThiefOnlyIfThereIsNothingElse() {
        withSeat { seat in
            #expect(seat.append(runnable(1)))
            #expect(seat.putNext(runnable(2)))
            var first = RunBatch()
            seat.takeHalf(into: &first, andNext: true)
            #expect(number(first[0]) == 1 && first.count == 1)
            var second = RunBatch()
            seat.takeHalf(into: &second, andNext: false)
            #expect(second.count == 0)
            seat.takeHalf(into: &second, andNext: true)
            #expect(number(second[0]) == 2)
        }
    }

    @Test func aFullSeatTakesNothingMore() {
        withSeat { seat in
            for each in 1...RunRing.capacity { #expect(seat.append(runnable(each))) }
            #expect(!seat.append(runnable(1)))
            #expect(seat.putNext(runnable(2)), "the slot is free")
            #expect(!seat.putNext(runnable(3)), "what was in the slot has nowhere to go")
        }
    }

    @Test func aViewChangesWithEachRunnableThatIsTaken() {
        withSeat { seat in
            for each in 1...3 { #expect(seat.append(runnable(each))) }
            let before = seat.view
            #expect(before.count == 3)
            #expect(seat.view == before)
            _ = seat.take()
            #expect(seat.append(runnable(4)))
            #expect(seat.view.count == 3)
            #expect(seat.view != before)
        }
    }

    @Test func helpIsCalledForLessAndLessUntilItWasUseful() {
        withSeat { seat in
            let calls = (0..<100).count { _ in seat.wantsHelp() }
            #expect(calls == 7)
            // The next call would come after 34 more.
            seat.helpWasUseful()
            #expect((1...34).first { _ in seat.wantsHelp() } == 17)
            for _ in 0..<4 { seat.helpWasUseful() }
            #expect(seat.wantsHelp())
        }
    }

    @Test func numbersAreNotGivenTwice() {
        let source = Atomic<UInt64>(0)
        let (one, other) = (Seat(index: 0), Seat(index: 1))
        var numbers = Set<UInt64>()
        for _ in 0..<1_000 {
            numbers.insert(one.countLaunch(source))
            numbers.insert(other.countLaunch(source))
        }
        one.countEnd()
        #expect(numbers.count == 2_000)
        #expect(one.launchBalance == 999)
        #expect(other.launchBalance == 1_000)
        one.free()
        other.free()
    }
}
