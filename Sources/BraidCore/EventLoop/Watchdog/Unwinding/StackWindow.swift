// Unwinding › StackWindow: a copy of the words between a thread's stack pointer and the end of what is of interest.

struct StackWindow {
    /// The address of the first word: the stack pointer.
    let start: UInt64
    private let words: [UInt64]

    static let wordSize: UInt64 = 8

    init(start: UInt64, words: [UInt64]) {
        self.start = start
        self.words = words
    }

    var end: UInt64 { start + UInt64(words.count) * StackWindow.wordSize }

    /// The word at an address; nil outside of the window, or between two words.
    subscript(address: UInt64) -> UInt64? {
        guard address >= start, address < end, address % StackWindow.wordSize == start % StackWindow.wordSize
        else { return nil }
        return words[Int((address - start) / StackWindow.wordSize)]
    }
}
