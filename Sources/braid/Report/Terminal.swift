// Report › Terminal: what is known about the screen.

internal import Glibc

enum Terminal {
    /// How many columns it has; nil if the descriptor is no terminal.
    static func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        // Safety: the kernel fills our variable.
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether it can draw over what it has drawn.
    static var isCapable: Bool { ![nil, "", "dumb"].contains(variable("TERM")) }

    /// Whether colours are welcome: https://no-color.org.
    static var hasColours: Bool { variable("NO_COLOR") ?? "" == "" }

    private static func variable(_ name: String) -> String? {
        // Safety: copied at once; nobody changes the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
