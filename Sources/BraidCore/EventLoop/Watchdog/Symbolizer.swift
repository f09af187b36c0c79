// Watchdog › Symbolizer: from addresses to functions, files and lines, by the Swift runtime's own symboliser.
//
// The only file that imports `Runtime`, and the reason is its `@_spi`: backtraces are public, but one made of addresses
// that somebody else has found is not, so a new toolchain may change it. It reads the debug information of the program
// and its libraries from their files: some tens of milliseconds for the first stack of a small program, more for large
// ones, and never on the loop's thread.
//
// What it does not find, the dynamic linker may: with the second stack of a process it often finds no more functions
// in libraries without debug information (6.3.1), and these are the calls that block.
//
// The runtime finds the images by a look into every file that is mapped into memory. Any thread may take a mapping back
// meanwhile, and the runtime's ordinary way to look would end the process then (6.3.1). So the kernel is asked to read,
// which answers that there is nothing.
//
// One stack at a time: the runtime maps the files that it reads, and two threads would do all of that twice.

internal import CBraidShims
@_spi(Internal) @_spi(MemoryReaders) internal import Runtime
internal import Synchronization

/// One call, as far as it could be found out; a function that was inlined is a call of its own.
struct SymbolizedFrame {
    /// As the linker knows it.
    let symbol: String
    /// As a reader knows it.
    let function: String
    /// The library or program that it is in.
    let image: String
    let file: String?
    /// Nil where the compiler made the code, and the file's line says nothing.
    let line: Int?
    /// Made by the compiler, between two functions of the program.
    let isThunk: Bool
}

enum Symbolizer {
    /// The calls at these addresses, innermost first. The first address is where the thread is, the others are where
    /// calls will return to.
    static func symbolize(_ addresses: [UInt64]) -> [SymbolizedFrame] {
        addresses.isEmpty ? [] : symbolize(stacks: [addresses])[0]
    }

    /// The calls of several stacks at once, which takes little longer than those of one.
    static func symbolize(stacks: [[UInt64]]) -> [[SymbolizedFrame]] {
        let places = Set(stacks.compactMap(\.first)).map(RichFrame<UInt64>.programCounter)
        let returns = Set(stacks.flatMap { $0.dropFirst() }).map(RichFrame<UInt64>.returnAddress)
        let frames = turn.withLock { _ in withLines(look(up: places + returns)) }
        return stacks.map { addresses in
            // A return address belongs to the call before it.
            addresses.enumerated().flatMap { frames[$0.offset == 0 ? $0.element : $0.element - 1] ?? [] }
        }
    }

    /// Held for tens of milliseconds, by threads that have time. No lock of the core, which is held for moments.
    private static let turn = Mutex(())

    /// The calls at each address.
    private typealias Calls = [UInt64: [SymbolizedFrame]]

    private static func look(up addresses: [RichFrame<UInt64>]) -> Calls {
        Dictionary(grouping: lookAlone(addresses), by: \.0).mapValues { $0.map(\.1) }
    }

    /// How far before a piece of code without a line one is looked for, in bytes: near first, since each place takes its time.
    private static let reaches: [ClosedRange<UInt64>] = [1...12, 13...64]

    /// Code that the compiler made has no line of its own, such as the call of `next` in a `for` loop. It lies between code
    /// that has one: the nearest before it, of the same function, will do. For the program's own calls.
    private static func withLines(_ found: Calls) -> Calls {
        var found = found
        for reach in reaches {
            let lineless = found.filter { $0.key > reach.upperBound && $0.value.contains(where: lacksLine) }
            if lineless.isEmpty { break }
            let places = Set(lineless.keys.flatMap { address in reach.map { address - $0 } })
            let before = look(up: places.map(RichFrame<UInt64>.programCounter))
            for (address, calls) in lineless {
                let nearest = reach.flatMap { before[address - $0] ?? [] }
                found[address] = calls.map { call in
                    guard lacksLine(call) else { return call }
                    return nearest.first { $0.symbol == call.symbol && $0.line != nil } ?? call
                }
            }
        }
        return found
    }

    private static func lacksLine(_ call: SymbolizedFrame) -> Bool {
        call.line == nil && call.file != nil && !call.isThunk && FrameOwner(of: call) == .program
    }

    /// What is in memory now: the program and its libraries.
    static var images: ImageMap { ImageMap.capture(using: LocalMemoryReader()) }

    /// With the address that each was found at.
    private static func lookAlone(_ addresses: [RichFrame<UInt64>]) -> [(UInt64, SymbolizedFrame)] {
        let backtrace = Backtrace(
            architecture: MachineRegisters.architecture, frames: addresses, images: images)
        guard let symbolicated = backtrace.symbolicated() else { return [] }
        return symbolicated.frames.compactMap { frame in
            let address = UInt64(UInt(frame.captured.adjustedProgramCounter) ?? 0)
            guard let symbol = frame.symbol else { return exported(frame.captured).map { (address, $0) } }
            let location = symbol.sourceLocation
            let found = SymbolizedFrame(
                symbol: symbol.rawName, function: name(of: symbol), image: symbol.imageName,
                file: location?.path, line: location.flatMap { $0.line > 0 ? $0.line : nil },
                isThunk: symbol.isSwiftThunk || symbol.isSwiftRuntimeFailure)
            return (address, found)
        }
    }

    /// A closure at the top level is "closure #1 in" nothing.
    private static func name(of symbol: SymbolicatedBacktrace.Symbol) -> String {
        symbol.name.hasSuffix(" in ") ? symbol.name + "the main file" : symbol.name
    }

    /// The function of a library that contains an address, if it is one that others may call.
    private static func exported(_ frame: Backtrace.Frame) -> SymbolizedFrame? {
        guard let address = UInt(frame.adjustedProgramCounter) else { return nil }
        var library: UnsafePointer<CChar>?
        // Safety: both texts are in the library's tables, which stay mapped, and are copied here.
        guard let symbol = unsafe braid_exported_symbol(UInt64(address), &library) else { return nil }
        let path = unsafe library.map { unsafe String(cString: $0) } ?? ""
        let image = String(path.split(separator: "/").last ?? "")
        let demangled = SymbolicatedBacktrace.Symbol(
            imageIndex: 0, imageName: image, rawName: unsafe String(cString: symbol), offset: 0,
            sourceLocation: nil)
        return SymbolizedFrame(
            symbol: demangled.rawName, function: demangled.name, image: image, file: nil, line: nil,
            isThunk: false)
    }
}
