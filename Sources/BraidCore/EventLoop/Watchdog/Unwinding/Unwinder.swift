// Unwinding › Unwinder: from a stack pointer, a program counter and a copy of the stack to the chain of callers.
//
// Vocabulary. The *table* is what compilers emit for C++ exceptions, and Swift's emits it too: for every address of a
// function, where the caller's registers are. It is needed because frame pointers alone do not do: glibc has none, and
// optimised Swift code leaves them out of small functions.
//
// A thread that waits in the kernel shows its stack pointer and its program counter, and no other register. That
// suffices for functions whose table counts from the stack pointer, such as all of glibc. The first function that
// counts from its frame pointer is the difficulty: the pointer may still be in the register. Then it is searched for on
// the stack, from where the function's first instructions say that it is (see Prologue) upwards, by its neighbour: above
// a saved frame pointer lies a return address. From there on every register that matters is known.
//
// Roads rejected:
//  - backtrace(3), gdb's and libunwind's ways: they want all registers, hence a signal or a tracer, and either ends the
//    system call that the thread waits in (`sleep` returns early, `epoll_wait` with EINTR).
//  - Taking every word of the stack that looks like a return address: finds callers of calls that are over.

struct Unwinder {
    let stack: StackWindow
    private var registers: [UInt64?]
    private var programCounter: UInt64
    /// A return address belongs to the call before it.
    private var isReturnAddress = false

    private static let limit = 200
    /// How far from its expected place a saved frame pointer is searched for.
    private static let searchedWords: UInt64 = 1024
    private static let wordsWithoutTable: UInt64 = 8

    /// Of a thread that waits: only where it is, and its stack.
    init(programCounter: UInt64, stack: StackWindow) {
        self.stack = stack
        self.programCounter = programCounter
        registers = Array(repeating: nil, count: MachineRegisters.count)
        registers[MachineRegisters.stackPointer] = stack.start
    }

    /// Of a fiber that has left its stack: its frame pointer was kept too.
    init(programCounter: UInt64, framePointer: UInt64, stack: StackWindow) {
        self.init(programCounter: programCounter, stack: stack)
        registers[MachineRegisters.framePointer] = framePointer
    }

    /// Of a thread that was interrupted: all its registers.
    init(programCounter: UInt64, registers: [UInt64], stack: StackWindow) {
        self.init(programCounter: programCounter, stack: stack)
        self.registers = registers.map(Optional.some)
    }

    /// Where the thread is, and the return addresses of all the calls that it is in, innermost first.
    mutating func walk() -> [UInt64] {
        var addresses = [programCounter]
        while addresses.count < Unwinder.limit, step() { addresses.append(programCounter) }
        return addresses
    }

    /// Goes to the caller. False at the end of the window, or where the way is lost.
    private mutating func step() -> Bool {
        let place = isReturnAddress ? programCounter - 1 : programCounter
        guard let description = FrameDescription(containing: place) else { return stepWithoutTable() }
        guard let rules = FrameRules(of: description, at: place),
            let frameAddress = frameAddress(rules, description),
            frameAddress > registers[MachineRegisters.stackPointer] ?? 0, frameAddress <= stack.end
        else { return false }
        let callee = registers
        for (register, rule) in rules.registers where register < registers.count {
            registers[register] = value(rule, frameAddress: frameAddress, callee: callee)
        }
        registers[MachineRegisters.stackPointer] = frameAddress
        // On arm64 the return address of a function that calls nothing stays in its register.
        guard let caller = registers[description.returnAddress], caller > 4096 else { return false }
        // What the callee did with the register says nothing about the caller's caller.
        registers[description.returnAddress] = nil
        programCounter = caller
        isReturnAddress = true
        return true
    }

    /// A few small functions have no entry in the table (linkers fold equal ones and lose it). Their frames are a few
    /// words, in which they keep nothing but what they were given: the next return address is theirs.
    private mutating func stepWithoutTable() -> Bool {
        guard isReturnAddress, let stackPointer = registers[MachineRegisters.stackPointer] else {
            return false
        }
        for index in 0..<Unwinder.wordsWithoutTable {
            let place = stackPointer + index * StackWindow.wordSize
            guard let word = stack[place] else { return false }
            guard CallSite.precedes(word) else { continue }
            registers[MachineRegisters.stackPointer] = place + StackWindow.wordSize
            programCounter = word
            return true
        }
        return false
    }

    private mutating func frameAddress(_ rules: FrameRules, _ description: FrameDescription) -> UInt64? {
        guard let (register, offset) = rules.frameAddress, register < registers.count else { return nil }
        if registers[register] == nil, register == MachineRegisters.framePointer {
            registers[register] = searchFramePointer(description)
        }
        return registers[register].map { $0 &+ UInt64(bitPattern: offset) }
    }

    private func value(_ rule: RegisterRule, frameAddress: UInt64, callee: [UInt64?]) -> UInt64? {
        switch rule {
        case .saved(let offset): stack[frameAddress &+ UInt64(bitPattern: offset)].map(Unwinder.unmarked)
        case .frameAddress(let offset): frameAddress &+ UInt64(bitPattern: offset)
        case .register(let other): other < callee.count ? callee[other] : nil
        case .unknown: nil
        }
    }

    /// Swift marks the frame pointers of asynchronous frames in bit 60, which no address of a program uses.
    private static func unmarked(_ value: UInt64) -> UInt64 {
        value >> 60 == 1 ? value & ~(1 << 60) : value
    }

    /// The present function's frame pointer, where its register's value is not known.
    private func searchFramePointer(_ description: FrameDescription) -> UInt64? {
        guard let stackPointer = registers[MachineRegisters.stackPointer] else { return nil }
        let distance = Prologue.distance(inFunction: description.function, before: programCounter)
        let start = stackPointer + distance
        for index in 0..<Unwinder.searchedWords {
            let candidate = start + index * StackWindow.wordSize
            guard let above = stack[candidate + StackWindow.wordSize] else { return nil }
            if CallSite.precedes(above) { return candidate }
        }
        return nil
    }
}
