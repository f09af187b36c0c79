// Unwinding › FrameRules: how to find the caller's registers from the callee's, at one address of a function.
//
// The table's instructions are a program that walks through the function's addresses and changes the rules as it goes;
// running it up to an address gives the rules there. Everything is relative to the CFA (canonical frame address): the
// stack pointer's value before the call.

/// Where the caller's value of a register is.
enum RegisterRule: Equatable {
    /// In memory, that far from the CFA.
    case saved(atOffset: Int64)
    /// It is the CFA, plus that.
    case frameAddress(plus: Int64)
    case register(Int)
    /// Lost, or given by an expression, which this unwinder does not evaluate.
    case unknown
}

struct FrameRules {
    /// The CFA is that register plus that offset. Nil if an expression gives it.
    private(set) var frameAddress: (register: Int, offset: Int64)?
    /// Registers without a rule have the same value in the caller, if they are of those that a callee preserves.
    private(set) var registers: [Int: RegisterRule] = [:]

    /// The rules in force before the instruction at `address` is executed.
    init?(of description: FrameDescription, at address: UInt64) {
        var program = FrameProgram(description: description, target: address)
        var common = description.initialInstructions
        guard program.run(&common) else { return nil }
        program.initial = program.rules
        var own = description.instructions
        guard program.run(&own) else { return nil }
        self = program.rules
    }

    fileprivate init() {}

    fileprivate mutating func set(_ register: UInt64, _ rule: RegisterRule?) {
        registers[Int(clamping: register)] = rule
    }

    fileprivate mutating func setFrameAddress(register: UInt64, offset: Int64) {
        frameAddress = (Int(clamping: register), offset)
    }

    fileprivate mutating func setFrameAddress(offset: Int64) {
        frameAddress?.offset = offset
    }

    fileprivate mutating func setFrameAddress(register: UInt64) {
        frameAddress?.register = Int(clamping: register)
    }

    fileprivate mutating func loseFrameAddress() {
        frameAddress = nil
    }
}

/// One run of the instructions.
private struct FrameProgram {
    let description: FrameDescription
    let target: UInt64
    var location: UInt64
    var rules = FrameRules()
    var initial = FrameRules()
    private var remembered: [FrameRules] = []

    init(description: FrameDescription, target: UInt64) {
        self.description = description
        self.target = target
        location = description.function
    }

    /// Runs until the end or until the target is passed. False for an instruction that is not understood.
    mutating func run(_ table: inout TableReader) -> Bool {
        while location <= target, let instruction = table.take(UInt8.self) {
            let operand = UInt64(instruction & 0x3f)
            let isDone: Bool? =
                switch instruction >> 6 {
                case 1: advance(operand)
                case 2: save(operand, factor: table.takeUnsigned())
                case 3: restore(operand)
                default: runExtended(instruction, &table)
                }
            if isDone != true { return false }
        }
        return true
    }

    private mutating func advance(_ distance: UInt64?) -> Bool? {
        guard let distance else { return nil }
        location &+= distance &* description.codeAlignment
        return true
    }

    private mutating func save(_ register: UInt64?, factor: UInt64?) -> Bool? {
        guard let register, let factor else { return nil }
        rules.set(register, .saved(atOffset: Int64(truncatingIfNeeded: factor) &* description.dataAlignment))
        return true
    }

    private mutating func restore(_ register: UInt64?) -> Bool? {
        guard let register else { return nil }
        rules.set(register, initial.registers[Int(clamping: register)])
        return true
    }

    /// The instructions that take a whole byte (DW_CFA_…).
    private mutating func runExtended(_ instruction: UInt8, _ table: inout TableReader) -> Bool? {
        switch instruction {
        case 0x00: return true  // nop
        case 0x02: return advance(table.take(UInt8.self).map(UInt64.init))
        case 0x03: return advance(table.take(UInt16.self).map(UInt64.init))
        case 0x04: return advance(table.take(UInt32.self).map(UInt64.init))
        case 0x05: return save(table.takeUnsigned(), factor: table.takeUnsigned())
        case 0x06: return restore(table.takeUnsigned())
        case 0x0a: remembered.append(rules)
        case 0x0b:
            guard let last = remembered.popLast() else { return nil }
            rules = last
        case 0x2d: return true  // arm64 only: return addresses are signed from here on
        case 0x2e: return table.takeUnsigned().map { _ in true }  // the size of the arguments on the stack
        case 0x0c...0x0f, 0x12, 0x13: return changeFrameAddress(instruction, &table)
        default: return changeRegister(instruction, &table)
        }
        return true
    }

    private mutating func changeFrameAddress(_ instruction: UInt8, _ table: inout TableReader) -> Bool? {
        switch instruction {
        case 0x0c:  // def_cfa
            guard let register = table.takeUnsigned(), let offset = table.takeUnsigned() else { return nil }
            rules.setFrameAddress(register: register, offset: Int64(truncatingIfNeeded: offset))
        case 0x0d:  // def_cfa_register
            guard let register = table.takeUnsigned() else { return nil }
            rules.setFrameAddress(register: register)
        case 0x0e:  // def_cfa_offset
            guard let offset = table.takeUnsigned() else { return nil }
            rules.setFrameAddress(offset: Int64(truncatingIfNeeded: offset))
        case 0x0f:  // def_cfa_expression
            guard let size = table.takeUnsigned() else { return nil }
            table.skip(size)
            rules.loseFrameAddress()
        case 0x12:  // def_cfa_sf
            guard let register = table.takeUnsigned(), let factor = table.takeSigned() else { return nil }
            rules.setFrameAddress(register: register, offset: factor &* description.dataAlignment)
        default:  // def_cfa_offset_sf
            guard let factor = table.takeSigned() else { return nil }
            rules.setFrameAddress(offset: factor &* description.dataAlignment)
        }
        return true
    }

    private mutating func changeRegister(_ instruction: UInt8, _ table: inout TableReader) -> Bool? {
        guard let register = table.takeUnsigned() else { return nil }
        switch instruction {
        case 0x07: rules.set(register, .unknown)  // undefined
        case 0x08: rules.set(register, nil)  // same_value
        case 0x09:  // register
            guard let other = table.takeUnsigned() else { return nil }
            rules.set(register, .register(Int(clamping: other)))
        case 0x10, 0x16:  // expression, val_expression
            guard let size = table.takeUnsigned() else { return nil }
            table.skip(size)
            rules.set(register, .unknown)
        case 0x11:  // offset_extended_sf
            guard let factor = table.takeSigned() else { return nil }
            rules.set(register, .saved(atOffset: factor &* description.dataAlignment))
        case 0x14:  // val_offset
            guard let factor = table.takeUnsigned() else { return nil }
            let offset = Int64(truncatingIfNeeded: factor) &* description.dataAlignment
            rules.set(register, .frameAddress(plus: offset))
        case 0x15:  // val_offset_sf
            guard let factor = table.takeSigned() else { return nil }
            rules.set(register, .frameAddress(plus: factor &* description.dataAlignment))
        default: return nil
        }
        return true
    }
}
