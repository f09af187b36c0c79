// Reporting › ComputingGoroutine: the calls of a goroutine that computes, and that nobody could read without stopping it.
//
// Its thread is interrupted for a moment, and copies the stack itself, as with an event loop that computes (see
// StackSample): the signal comes from a timer on the thread's own processor clock, so that it does not reach a thread which
// waits in the kernel, and cuts no sleep short. Which goroutine it is the thread says too: whoever asks cannot know who
// will run when the signal comes.

internal import CBraidShims

struct ComputingGoroutine {
    let id: UInt64
    /// Innermost first.
    let addresses: [UInt64]

    /// A thread between two goroutines has none to show.
    private static let attempts = 3

    /// Of the goroutine that runs on a worker's thread. Nil if none does, if the thread waits, and under ThreadSanitizer.
    init?(onThread thread: Int32) {
        for _ in 0..<ComputingGoroutine.attempts {
            guard ThreadActivity(ofThread: thread) == .computing else { return nil }
            if let sample = ComputingGoroutine(interrupting: thread) {
                self = sample
                return
            }
        }
        return nil
    }

    private init?(interrupting thread: Int32) {
        // Safety: nothing is in it yet. The signal handler writes to the array and the sample before the call returns, and not
        // afterwards.
        var sample = unsafe braid_sample()
        let words = unsafe [UInt64](unsafeUninitializedCapacity: StackWindow.largest) { buffer, copied in
            unsafe sample.stack_words = buffer.count
            unsafe sample.stack = buffer.baseAddress
            let result = unsafe braid_sample_goroutine(thread, &sample)
            copied = unsafe result == 0 ? sample.stack_words : 0
        }
        guard !words.isEmpty else { return nil }
        unsafe id = sample.goroutine
        addresses = unsafe StackSample.walk(sample, words)
    }
}

extension Scheduler {
    /// All that compute now. Those that are quick may be missing.
    var computingGoroutines: [ComputingGoroutine] {
        (monitor?.busyThreads ?? []).compactMap(ComputingGoroutine.init(onThread:))
    }
}
