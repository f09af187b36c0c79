// Unwinding › Prologue: how much stack a function took after it had set its frame pointer.
//
// Wanted when the frame pointer's value is not known, and the table's rule begins with it. Then the distance from the
// stack pointer to the saved frame pointer is at least what the function's first instructions subtracted; it is more
// only in functions that take further stack while they run, or that align it.
//
// On arm64 the saved pair lies at the low end of a frame, hence a distance of nothing.

@safe
struct Prologue {
    // Safety: code of a loaded library, which the unwind table describes, hence mapped; read up to `end` only.
    private var code: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    /// Bytes between the stack pointer and the saved frame pointer once the first instructions are done, and those
    /// before `address` only.
    static func distance(inFunction function: UInt64, before address: UInt64) -> UInt64 {
        #if arch(x86_64)
            // Safety: both addresses lie in one function, which has an unwind table, hence is mapped.
            guard address > function, let code = unsafe UnsafePointer<UInt8>(bitPattern: UInt(function))
            else {
                return 0
            }
            var prologue = unsafe Prologue(code: code, end: code + Int(min(address - function, 64)))
            return prologue.read()
        #else
            return 0
        #endif
    }

    private mutating func read() -> UInt64 {
        // Nil until the frame pointer is set.
        var distance: UInt64?
        while true {
            if skip(0xf3, 0x0f, 0x1e, 0xfa) || skip(0x48, 0x0f, 0xba, 0xed, 0x3c) {
                continue  // endbr64; bts $60, %rbp, the mark of an asynchronous frame
            } else if skip(0x48, 0x89, 0xe5) {
                distance = 0  // mov %rsp, %rbp
            } else if skip(0x48, 0x8d, 0x6c, 0x24) {
                distance = next().map(UInt64.init)  // lea n(%rsp), %rbp
            } else if skip(0x48, 0x83, 0xec) {
                distance = distance.map { $0 + (next().map(UInt64.init) ?? 0) }  // sub $n, %rsp
            } else if skip(0x48, 0x81, 0xec) {
                let bytes = (0..<4).map { UInt64(next() ?? 0) << (8 * UInt64($0)) }
                distance = distance.map { $0 + bytes.reduce(0, +) }
            } else if skipPush() {
                distance = distance.map { $0 + 8 }
            } else {
                return distance ?? 0
            }
        }
    }

    private mutating func skipPush() -> Bool {
        // Safety: see the property.
        guard unsafe code < end else { return false }
        if unsafe code.pointee & 0xf8 == 0x50 {
            unsafe code += 1
            return true
        }
        guard unsafe code + 1 < end, unsafe code.pointee == 0x41, unsafe code[1] & 0xf8 == 0x50 else {
            return false
        }
        unsafe code += 2
        return true
    }

    private mutating func skip(_ bytes: UInt8...) -> Bool {
        // Safety: see the property.
        guard unsafe end - code >= bytes.count else { return false }
        for (index, byte) in bytes.enumerated() where unsafe code[index] != byte { return false }
        unsafe code += bytes.count
        return true
    }

    private mutating func next() -> UInt8? {
        // Safety: see the property.
        guard unsafe code < end else { return nil }
        defer { unsafe code += 1 }
        return unsafe code.pointee
    }
}
