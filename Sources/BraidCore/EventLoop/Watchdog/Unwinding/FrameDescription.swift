// Unwinding › FrameDescription: what the unwind table (.eh_frame) has to say about one function.
//
// An FDE describes a function, the CIE that it points back to what many functions have in common. What is wanted here
// are the instructions of both: executed in turn, they give the rules for finding the caller's registers at any
// address of the function (see FrameRules).

internal import CBraidShims

struct FrameDescription {
    /// The first byte of the function.
    let function: UInt64
    let codeAlignment: UInt64
    let dataAlignment: Int64
    /// The column in which the rules keep the return address.
    let returnAddress: Int
    /// Executed first; they also are what "restore" goes back to.
    let initialInstructions: TableReader
    let instructions: TableReader

    /// The description of the function that `address` lies in; nil for code that has none.
    init?(containing address: UInt64) {
        var function: UInt64 = 0
        // Safety: the description is in a table that stays mapped. Its length comes first, and bounds the reading.
        guard let start = unsafe braid_frame_description(address, &function) else { return nil }
        guard var own = unsafe FrameDescription.entry(at: start) else { return nil }
        // The CIE lies as many bytes before this number as the number says.
        let place = own.address
        guard let distance = own.take(UInt32.self), distance > 0 else { return nil }
        guard let common = unsafe UnsafePointer<UInt8>(bitPattern: UInt(place - UInt64(distance))),
            let shared = unsafe CommonDescription(at: common)
        else { return nil }
        // The function's start, known already, and its length.
        own.skip(2 * shared.pointerSize)
        if shared.isAugmented {
            guard let size = own.takeUnsigned() else { return nil }
            own.skip(size)
        }
        self.function = function
        codeAlignment = shared.codeAlignment
        dataAlignment = shared.dataAlignment
        returnAddress = shared.returnAddress
        initialInstructions = shared.instructions
        instructions = own
    }

    /// A reader for the content of an entry, behind its length.
    fileprivate static func entry(at start: UnsafePointer<UInt8>) -> TableReader? {
        // Safety: an entry begins with its length, in four bytes or (after four of all ones) in eight.
        var length = unsafe TableReader(at: start, count: 12)
        guard let short = length.take(UInt32.self), short > 0 else { return nil }
        if short < .max { return unsafe TableReader(at: start + 4, count: Int(short)) }
        guard let long = length.take(UInt64.self), long < 1 << 32 else { return nil }
        return unsafe TableReader(at: start + 12, count: Int(long))
    }
}

/// A CIE.
private struct CommonDescription {
    let codeAlignment: UInt64
    let dataAlignment: Int64
    let returnAddress: Int
    let isAugmented: Bool
    /// Bytes of an address in the FDEs.
    let pointerSize: UInt64
    let instructions: TableReader

    init?(at start: UnsafePointer<UInt8>) {
        // Safety: the caller followed an FDE's reference to its CIE, which lies in the same table.
        guard var reader = unsafe FrameDescription.entry(at: start) else { return nil }
        guard reader.take(UInt32.self) == 0, let version = reader.take(UInt8.self),
            let augmentation = reader.takeText(), augmentation.first != UInt8(ascii: "e"),
            let codeAlignment = reader.takeUnsigned(), let dataAlignment = reader.takeSigned(),
            let returnAddress = version == 1
                ? reader.take(UInt8.self).map(UInt64.init) : reader.takeUnsigned()
        else { return nil }
        var encoding: UInt8 = 0
        isAugmented = augmentation.first == UInt8(ascii: "z")
        if isAugmented {
            guard let size = reader.takeUnsigned() else { return nil }
            var data = reader
            reader.skip(size)
            // The data stand in the order of the letters; behind the one that is wanted they do not matter.
            letters: for letter in augmentation.dropFirst() {
                switch letter {
                case UInt8(ascii: "R"):
                    encoding = data.take(UInt8.self) ?? 0
                    break letters
                case UInt8(ascii: "L"): data.skip(1)
                case UInt8(ascii: "P"):
                    guard let size = CommonDescription.size(of: data.take(UInt8.self) ?? 0) else {
                        return nil
                    }
                    data.skip(size)
                default: continue
                }
            }
        }
        guard let pointerSize = CommonDescription.size(of: encoding) else { return nil }
        self.codeAlignment = codeAlignment
        self.dataAlignment = dataAlignment
        self.returnAddress = Int(returnAddress)
        self.pointerSize = pointerSize
        instructions = reader
    }

    /// Bytes of an address in an encoding (DW_EH_PE_…), whose lower half says how it is written.
    private static func size(of encoding: UInt8) -> UInt64? {
        switch encoding & 0x07 {
        case 0x00, 0x04: 8
        case 0x02: 2
        case 0x03: 4
        default: nil
        }
    }
}
