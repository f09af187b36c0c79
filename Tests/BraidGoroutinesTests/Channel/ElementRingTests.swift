@testable import BraidGoroutines
import Testing

@Suite struct ElementRingTests {
    private func append(_ value: Int, to ring: borrowing ElementRing, after count: Int) {
        var value = value
        // Safety: the value belongs to this frame and is a plain word.
        unsafe withUnsafeMutablePointer(to: &value) { unsafe ring.append(from: $0, after: count) }
    }

    private func removeFirst(from ring: inout ElementRing) -> Int {
        var value = 0
        // Safety: as above.
        unsafe withUnsafeMutablePointer(to: &value) { unsafe ring.removeFirst(into: $0) }
        return value
    }

    @Test func holdsAsManyAsItsCapacity() {
        var ring = ElementRing(capacity: 3, elementSize: 8, elementStride: 8)
        for value in 0..<3 { append(value, to: ring, after: value) }
        for value in 0..<3 { #expect(removeFirst(from: &ring) == value) }
    }

    @Test func keepsItsOrderOverItsEnd() {
        var ring = ElementRing(capacity: 3, elementSize: 8, elementStride: 8)
        append(0, to: ring, after: 0)
        for value in 1..<100 {
            append(value, to: ring, after: 1)
            #expect(removeFirst(from: &ring) == value - 1)
        }
    }
}
