// Watchdog › StackSample: the calls that a loop's thread is in, read without disturbing it.
//
// A thread that waits in the kernel is read from outside: its place from the kernel, its stack by a copy. A signal would
// end its system call: `sleep` would return early, `poll` with EINTR, and the program would not be the one that was
// watched. A thread that computes is sampled by a signal that its own CPU clock sends, which cannot reach it while it
// waits. The copies are walked afterwards, at leisure.

internal import CBraidShims

struct StackSample: Equatable {
    let isComputing: Bool
    /// Innermost first: where the thread is, then return addresses, up to the frame that runs the loop.
    let addresses: [UInt64]

    /// Whether a thread that computes cannot be sampled: under ThreadSanitizer, which delays signals.
    static var cannotInterrupt: Bool { braid_sample_is_supported == 0 }

    /// Of a loop that has shown `beat` for too long. Nil if it went on meanwhile, or cannot be read.
    init?(of pulse: LoopPulse, during beat: UInt64) {
        let sample = pulse.withPlace { place -> StackSample? in
            let activity = ThreadActivity(ofThread: place.thread)
            switch activity {
            case .waiting(let call, let stackPointer, let programCounter):
                guard let window = StackWindow(copying: stackPointer, to: place.stackEnd),
                    // The same call, the same callback: it has not moved while it was copied.
                    activity == ThreadActivity(ofThread: place.thread), pulse.current == beat
                else { return nil }
                var unwinder = Unwinder(programCounter: programCounter, stack: window)
                // Outside of any system call it waits for a page of memory, in the middle of a computation.
                return StackSample(isComputing: call < 0, addresses: unwinder.walk())
            case .computing:
                return StackSample(interrupting: place, of: pulse, during: beat)
            case nil: return nil
            }
        }
        guard let sample = sample.flatMap({ $0 }) else { return nil }
        self = sample
    }

    private init(isComputing: Bool, addresses: [UInt64]) {
        self.isComputing = isComputing
        self.addresses = addresses
    }

    private init?(interrupting place: LoopPulse.Place, of pulse: LoopPulse, during beat: UInt64) {
        // Safety: nothing is in it yet. The signal handler writes to the array and the sample before the call returns, and not
        // afterwards.
        var sample = unsafe braid_sample()
        let words = unsafe [UInt64](unsafeUninitializedCapacity: StackWindow.largest) {
            buffer, copied in
            unsafe sample.stack_words = buffer.count
            unsafe sample.stack = buffer.baseAddress
            let result = unsafe braid_sample_computing(place.thread, place.stackEnd, &sample)
            copied = unsafe result == 0 ? sample.stack_words : 0
        }
        guard !words.isEmpty, pulse.current == beat else { return nil }
        self.init(isComputing: true, addresses: unsafe StackSample.walk(sample, words))
    }

    /// The calls of a thread that was interrupted, whose stack began with `words`.
    static func walk(_ sample: braid_sample, _ words: [UInt64]) -> [UInt64] {
        let registers = unsafe withUnsafeBytes(of: sample.registers) { bytes in
            // Safety: the registers are words.
            unsafe Array(bytes.bindMemory(to: UInt64.self).prefix(MachineRegisters.count))
        }
        let stack = unsafe StackWindow(start: sample.stack_pointer, words: words)
        var unwinder = unsafe Unwinder(
            programCounter: sample.program_counter, registers: registers, stack: stack)
        return unwinder.walk()
    }
}
