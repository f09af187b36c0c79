@testable import BraidCore
import Testing

@Suite struct RingTests {
    /// A launch that does nothing, told from others by its number.
    private func numbered(_ id: Int) -> Runnable {
        .launch(
            Launch(
                id: UInt64(id), name: nil, site: CreationSite(fileID: #fileID, line: #line), stackSize: 0,
                body: nil))
    }

    private func id(_ runnable: consuming Runnable?) -> Int? {
        guard let runnable, case .launch(let launch) = runnable.take() else { return nil }
        return Int(launch.id)
    }

    @Test func isFirstInFirstOut() {
        var queue = Ring<Runnable>()
        #expect(id(queue.popFirst()) == nil)
        for number in 0..<10 { queue.append(numbered(number)) }
        #expect(queue.count == 10)
        for number in 0..<10 { #expect(id(queue.popFirst()) == number) }
        #expect(queue.count == 0)
        #expect(id(queue.popFirst()) == nil)
    }

    /// 64 slots at first; wraps around before it grows, so that growing has two pieces to move.
    @Test func growsWithoutLosingTheOrder() {
        var queue = Ring<Runnable>()
        for number in 0..<40 { queue.append(numbered(number)) }
        for number in 0..<40 { #expect(id(queue.popFirst()) == number) }
        for number in 0..<300 { queue.append(numbered(number)) }
        for number in 0..<300 { #expect(id(queue.popFirst()) == number) }
    }

    @Test func aPlaceInTheMiddleIsTakenAndTheFirstMovesThere() {
        var queue = Ring<Runnable>()
        for number in 0..<5 { queue.append(numbered(number)) }
        #expect(id(queue.pop(at: 3)) == 3)
        #expect((0..<4).map { _ in id(queue.popFirst()) } == [1, 2, 0, 4])
    }

    @Test func aPlaceBeyondTheEndIsNothing() {
        var queue = Ring<Runnable>()
        #expect(id(queue.pop(at: 0)) == nil)
        queue.append(numbered(9))
        #expect(id(queue.pop(at: 1)) == nil)
        #expect(id(queue.pop(at: 0)) == 9)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func behavesLikeAnArray(seed: UInt64) {
        var random = Choice(seed: seed)
        var queue = Ring<Runnable>()
        var model: [Int] = []
        for number in 0..<2_000 {
            switch random.below(5) {
            case 0...2:
                queue.append(numbered(number))
                model.append(number)
            case 3:
                #expect(id(queue.popFirst()) == (model.isEmpty ? nil : model.removeFirst()))
            default:
                let place = random.below(max(1, model.count))
                if !model.isEmpty { model.swapAt(0, place) }
                #expect(id(queue.pop(at: place)) == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.count == model.count)
        }
        for number in model { #expect(id(queue.popFirst()) == number) }
    }
}
