@testable import BraidGoroutines
import Testing

@Suite struct ElementRingTests {
    private func append(_ value: Int, to ring: inout ElementRing) {
        var value = value
        // Safety: the value belongs to this frame and is a plain word.
        unsafe withUnsafeMutablePointer(to: &value) { unsafe ring.append(from: $0) }
    }

    private func removeFirst(from ring: inout ElementRing) -> Int {
        var value = 0
        // Safety: as above.
        unsafe withUnsafeMutablePointer(to: &value) { unsafe ring.removeFirst(into: $0) }
        return value
    }

    @Test func isEmptyAndFullAtItsEnds() {
        var ring = ElementRing(capacity: 2, elementSize: 8, elementStride: 8)
        #expect(ring.isEmpty == true)
        append(1, to: &ring)
        #expect(ring.isEmpty == false)
        #expect(ring.isFull == false)
        append(2, to: &ring)
        #expect(ring.isFull == true)
        #expect(ring.count == 2)
        #expect(removeFirst(from: &ring) == 1)
        #expect(removeFirst(from: &ring) == 2)
        #expect(ring.isEmpty == true)
    }

    @Test func keepsItsOrderOverItsEnd() {
        var ring = ElementRing(capacity: 3, elementSize: 8, elementStride: 8)
        append(0, to: &ring)
        for value in 1..<100 {
            append(value, to: &ring)
            #expect(removeFirst(from: &ring) == value - 1)
        }
    }

    @Test func withoutCapacityItIsEmptyAndFull() {
        let ring = ElementRing(capacity: 0, elementSize: 8, elementStride: 8)
        #expect(ring.isEmpty == true)
        #expect(ring.isFull == true)
    }
}
