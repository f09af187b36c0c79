// Support › OldKernel: a kernel that lacks what Braid can do without.

// Safety: the flag that is changed is changed before any other thread reads it.
@unsafe @preconcurrency import CBraidShims
import Glibc

/// Refuses system calls to this process, from now on and for good, as an older kernel or a container's filter does: guards
/// inside a mapping (Linux 6.13), advice on many ranges at once, and a fence on every processor.
enum OldKernel {
    /// Numbers and structures are those of x86-64.
    static var canBePlayed: Bool {
        #if arch(x86_64)
            var action = returnsErrno
            // Safety: the kernel reads the variable during the call.
            return unsafe call(seccomp, 2, 0, &action) == 0
        #else
            return false
        #endif
    }

    /// Before the first use of Braid in the process.
    static func begin() {
        let (loads, compares, returns): (UInt64, UInt64, UInt64) = (0x20, 0x15, 0x06)
        func line(_ code: UInt64, _ operand: UInt32, then: UInt64 = 0, otherwise: UInt64 = 0) -> UInt64 {
            code | then << 16 | otherwise << 24 | UInt64(operand) << 32
        }
        let program = [
            line(loads, 0),  // the call's number
            line(compares, 324, then: 4),  // membarrier
            line(compares, 440, then: 3),  // process_madvise
            line(compares, 28, otherwise: 3),  // madvise
            line(loads, 32),  // the advice
            line(compares, 102, otherwise: 1),  // MADV_GUARD_INSTALL
            line(returns, returnsErrno | UInt32(EINVAL)),
            line(returns, 0x7FFF_0000),  // allowed
        ]
        // Safety: the kernel copies the program, whose length and address are given.
        let refusal = unsafe program.withUnsafeBufferPointer { lines in
            var head = [UInt64(lines.count), UInt64(UInt(bitPattern: lines.baseAddress))]
            // No new privileges; then for all threads.
            guard unsafe call(prctl, 38, 1) == 0 else { return -1 }
            return unsafe call(seccomp, 1, 1, &head)
        }
        precondition(refusal == 0)
        // That was asked when the program was loaded.
        braid_barrier_everywhere_works = 0
    }

    private static let returnsErrno: UInt32 = 0x0005_0000
    private static let prctl = 157
    private static let seccomp = 317

    private typealias Call = @convention(c) (Int, Int, Int, UnsafeMutableRawPointer?, Int, Int) -> Int

    private static func call(
        _ number: Int, _ first: Int, _ second: Int, _ third: UnsafeMutableRawPointer? = nil
    ) -> Int {
        // Safety: the C library's function of this name, which takes as many words as the system call does.
        unsafe unsafeBitCast(dlsym(nil, "syscall"), to: Call.self)(number, first, second, third, 0, 0)
    }
}
