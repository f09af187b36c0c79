// Watchdog › FrameOwner: whose code a call is: the program's, which a report should name, or somebody else's.

enum FrameOwner {
    case program
    case braid
    case system

    init(of frame: SymbolizedFrame) {
        if FrameOwner.isSystem(image: frame.image) || FrameOwner.isStandardLibrary(frame.symbol)
            || FrameOwner.isSanitizer(frame.symbol)
        {
            self = .system
        } else if frame.symbol.hasPrefix("braid_")
            || FrameOwner.module(of: frame.symbol).map(FrameOwner.braidModules.contains) == true
        {
            self = .braid
        } else if FrameOwner.module(of: frame.symbol) == nil, frame.file == nil {
            // The Swift runtime, linked statically; C without debug information.
            self = .system
        } else {
            self = .program
        }
    }

    /// The libraries of this package, whose names a user's module does not have.
    private static let braidModules: Set<Substring> = [
        "Braid", "BraidCore", "BraidGoroutines", "BraidAsyncio", "BraidPromises", "BraidBridges", "BraidHTTP",
        "BraidHTML", "BraidSockets", "BraidUnblock", "BraidTrace", "BraidTesting",
    ]

    private static let systemModules: Set<Substring> = [
        "Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch", "Synchronization",
    ]

    private static func isSystem(image: String) -> Bool {
        let prefixes = [
            "libc.", "libm.", "libpthread.", "ld-linux", "libgcc_s", "libstdc++", "libswift",
            "libFoundation", "lib_Foundation", "libdispatch", "libBlocksRuntime", "[vdso]", "linux-vdso",
        ]
        return prefixes.contains { image.hasPrefix($0) }
    }

    /// The standard library's module is "s" in symbols, and its best known types have a letter each. What is generic in
    /// it is compiled into the program.
    private static func isStandardLibrary(_ symbol: String) -> Bool {
        symbol.hasPrefix("$ss") || symbol.hasPrefix("$sS")
    }

    /// The sanitizers put functions of their own before those of glibc, and are linked into the program.
    private static func isSanitizer(_ symbol: String) -> Bool {
        ["interceptor_", "__tsan", "__asan", "__sanitizer"].contains { symbol.contains($0) }
    }

    /// The module of a Swift symbol: `$s`, a length, a name of that length. Nil for C, and for the standard library,
    /// whose name is abbreviated.
    static func module(of symbol: String) -> Substring? {
        guard symbol.hasPrefix("$s") else { return nil }
        let rest = symbol.dropFirst(2)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let length = Int(digits), length > 0 else { return nil }
        let name = rest.dropFirst(digits.count).prefix(length)
        return name.count == length && !systemModules.contains(name) ? name : nil
    }
}
