// Settings from the environment. Read once, at first use.

internal import Glibc

package enum Environment {
    /// A text, or nil if the variable is absent or empty.
    package static func text(_ name: String) -> String? {
        // Safety: the string is copied before anything could change the environment.
        let text = unsafe getenv(name).map { unsafe String(cString: $0) }
        return text?.isEmpty == false ? text : nil
    }

    /// A whole number, by default above zero, or nil if the variable is absent. Anything else stops the program: a setting
    /// with a typing error must not be ignored.
    package static func integer(_ name: String, atLeast least: Int = 1) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), number >= least else {
            fatalError(
                "\(name)=\(text): a whole number above \(least == 1 ? "zero" : "\(least - 1)") is wanted")
        }
        return number
    }
}
