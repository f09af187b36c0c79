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

    private func withRing(of capacity: Int, _ body: (inout ElementRing) -> Void) {
        let byteCount = capacity * MemoryLayout<Int>.stride
        // Safety: the memory outlives the ring.
        unsafe withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) { memory in
            guard let start = memory.baseAddress else { return }
            var ring = unsafe ElementRing(start, byteCount: byteCount, elementSize: 8, elementStride: 8)
            body(&ring)
        }
    }

    @Test func holdsAsManyAsItsCapacity() {
        withRing(of: 3) { ring in
            for value in 0..<3 { append(value, to: &ring) }
            for value in 0..<3 { #expect(removeFirst(from: &ring) == value) }
        }
    }

    @Test func keepsItsOrderOverItsEnd() {
        withRing(of: 3) { ring in
            append(0, to: &ring)
            for value in 1..<100 {
                append(value, to: &ring)
                #expect(removeFirst(from: &ring) == value - 1)
            }
        }
    }
}
