// Unwinding › CallSite: whether a word found on a stack is a return address: whether a call instruction ends there.

internal import CBraidShims

enum CallSite {
    static func precedes(_ address: UInt64) -> Bool {
        var function: UInt64 = 0
        // Safety: only asks the unwind tables. Code that they describe is mapped, and the bytes that are read next lie
        // in the same function.
        guard address > 4096, unsafe braid_frame_description(address - 1, &function) != nil,
            address - function >= 7
        else { return false }
        guard let end = unsafe UnsafePointer<UInt8>(bitPattern: UInt(address)) else { return false }
        return unsafe endsInCall(end)
    }

    private static func endsInCall(_ end: UnsafePointer<UInt8>) -> Bool {
        #if arch(x86_64)
            // Safety: the caller has made sure that seven bytes of code precede.
            if unsafe end[-5] == 0xe8 { return true }  // call to a fixed place
            // Call through a register or memory: ff /2, from two to seven bytes with operands and prefix.
            for size in 2...7 where unsafe end[-size] == 0xff && end[1 - size] & 0x38 == 0x10 { return true }
            return false
        #else
            // bl: 100101 in the upper six bits. blr: 1101 0110 0011 1111 0000 00 and a register.
            // Safety: as above; instructions are four bytes, aligned.
            let word = unsafe UnsafeRawPointer(end - 4).load(as: UInt32.self)
            return word >> 26 == 0b100101 || word & 0xffff_fc1f == 0xd63f_0000
        #endif
    }
}
