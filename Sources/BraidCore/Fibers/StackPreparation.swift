// Fibers › StackPreparation: what stacks that are taken together need from the kernel before their first use.
//
// A guard costs a system call of 0.9 µs, and the first page a fault of 2.8. Where a process may advise on many ranges of
// its own memory by one call (process_madvise, which in time has learnt both kinds of advice), they cost 0.7 and 1.9.
// So the pages are there before they are touched: they will be, since a cache takes no more stacks than it had before.
// Elsewhere guards are made one by one, and pages come as they are touched.

internal import CBraidShims

/// What a stack needs before its first use.
struct StackNeeds: OptionSet {
    let rawValue: UInt8

    static let `guard` = StackNeeds(rawValue: 1)
    /// Its first page, at the top, is not resident.
    static let page = StackNeeds(rawValue: 2)
}

/// The needs of stacks that lie in one buffer, 64 at most.
struct StackPreparation {
    private typealias Addresses = UnsafeMutablePointer<UnsafeMutableRawPointer?>

    static let canAdviseEach = braid_memory_can_advise_each() != 0

    /// A bit for each place in the buffer.
    private var unguarded: UInt64 = 0
    private var untouched: UInt64 = 0

    @inline(__always)
    mutating func note(_ needs: StackNeeds, at place: Int) {
        if needs.contains(.guard) { unguarded |= 1 << UInt64(place) }
        if needs.contains(.page) { untouched |= 1 << UInt64(place) }
    }

    /// Gives the stacks, which nobody uses yet, what they need.
    func make(of stacks: UnsafeMutableBufferPointer<Stack>, _ stackGuard: StackGuard) {
        // Safety: the caller's buffer; the slabs have reserved these addresses for guards, and for these stacks.
        let areGuarded = unsafe advised(
            stackGuard == .installed ? unguarded : 0, of: stacks, at: { unsafe $0.base - stackGuard.size },
            by: { unsafe braid_memory_install_guards($0, $1, stackGuard.size) })
        if !areGuarded {
            for place in places(unguarded) { unsafe stackGuard.put(below: stacks[place]) }
        }
        // What this leaves undone comes as it is touched.
        _ = unsafe advised(
            untouched, of: stacks, at: { unsafe $0.top - Stack.pageSize },
            by: { unsafe braid_memory_populate($0, $1, Stack.pageSize) })
    }

    /// Advises on an address of each of those stacks by one call. False if that is not possible, or not worth it.
    private func advised(
        _ bits: UInt64, of stacks: UnsafeMutableBufferPointer<Stack>,
        at address: (Stack) -> UnsafeMutableRawPointer,
        by advise: (Addresses, Int) -> Int32
    ) -> Bool {
        let count = bits.nonzeroBitCount
        guard count > 1, StackPreparation.canAdviseEach else { return false }
        // Safety: room for an address for each bit.
        return unsafe withUnsafeTemporaryAllocation(of: UnsafeMutableRawPointer?.self, capacity: count) {
            addresses in
            for (index, place) in places(bits).enumerated() {
                unsafe addresses.initializeElement(at: index, to: address(stacks[place]))
            }
            guard let first = addresses.baseAddress else { return false }
            return unsafe advise(first, count) == 0
        }
    }

    private func places(_ bits: UInt64) -> some Sequence<Int> {
        sequence(state: bits) { rest in
            guard rest != 0 else { return nil }
            defer { rest &= rest - 1 }
            return rest.trailingZeroBitCount
        }
    }
}
