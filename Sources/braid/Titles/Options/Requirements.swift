// Options › Requirements: what several options demand of their values, in the same words.

internal import ArgumentParser
internal import Glibc

/// Throws unless it is a sensible number of seconds.
func requirePositive(_ seconds: Double, _ option: String) throws {
    guard seconds > 0, seconds < 1e6 else {
        throw ValidationError("\(option): a number of seconds above zero is wanted, not \(seconds)")
    }
}

/// Throws unless the file can be read.
func requireReadable(_ file: String, _ option: String) throws {
    var status = stat()
    // Safety: the text outlives the calls, and the kernel fills our variable.
    guard unsafe access(file, R_OK) == 0, unsafe stat(file, &status) == 0 else {
        throw ValidationError("\(option): \(CannotRead(name: file, error: errno))")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
        throw ValidationError("\(option): \(CannotRead(name: file, error: EISDIR))")
    }
}
