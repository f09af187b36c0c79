// Unwinding › MachineRegisters: the registers that matter to an unwinder, by their numbers in DWARF.

#if arch(x86_64)
    enum MachineRegisters {
        static let architecture = "x86_64"
        static let count = 17
        static let framePointer = 6
        static let stackPointer = 7
        static let returnAddress = 16
    }
#elseif arch(arm64)
    // Compiled, not yet run: unproven.
    enum MachineRegisters {
        static let architecture = "arm64"
        static let count = 33
        static let framePointer = 29
        static let stackPointer = 31
        static let returnAddress = 30
    }
#else
    #error("Braid knows the registers of x86-64 and arm64 only.")
#endif
