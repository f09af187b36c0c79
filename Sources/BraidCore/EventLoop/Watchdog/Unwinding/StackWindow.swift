// Unwinding › StackWindow: a copy of the words between a thread's stack pointer and the end of what is of interest.

internal import CBraidShims

struct StackWindow: Equatable {
    /// The address of the first word: the stack pointer.
    let start: UInt64
    private let words: [UInt64]

    static let wordSize: UInt64 = 8
    /// In words: enough for hundreds of frames; what lies further out is not looked at.
    static let largest = 32 * 1024

    init(start: UInt64, words: [UInt64]) {
        self.start = start
        self.words = words
    }

    /// A copy of a stack that somebody else may be using; nil if there is nothing to copy.
    init?(copying start: UInt64, to end: UInt64) {
        guard start % StackWindow.wordSize == 0, end > start else { return nil }
        let count = min(Int((end - start) / StackWindow.wordSize), StackWindow.largest)
        // Safety: the kernel copies into the array as many bytes as the array has, and fails on a bad address.
        let words = unsafe Array<UInt64>(unsafeUninitializedCapacity: count) { buffer, copied in
            let bytes = unsafe braid_memory_copy(start, buffer.baseAddress, count * 8)
            copied = max(0, Int(bytes) / 8)
        }
        guard !words.isEmpty else { return nil }
        self.init(start: start, words: words)
    }

    var end: UInt64 { start + UInt64(words.count) * StackWindow.wordSize }

    /// The word at an address; nil outside of the window, or between two words.
    subscript(address: UInt64) -> UInt64? {
        guard address >= start, address < end, address % StackWindow.wordSize == start % StackWindow.wordSize
        else { return nil }
        return words[Int((address - start) / StackWindow.wordSize)]
    }
}
