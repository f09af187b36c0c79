// Titles › Descriptors: how many files this process may have open, and how many pages that is at a time.
//
// The usual limit of 1,024 is a soft one, kept low for programs that use `select`; the hard one is often a thousand times
// as high. Go's runtime raises the one to the other at its start. A library must not, but this is a command.

internal import Glibc

enum Descriptors {
    /// What is open beside the connections of pages: those of lookups, which are at most 64 and have three each, the
    /// polling, files, and the second connection that is tried while the first takes its time.
    private static let others = 256

    /// How many pages may be fetched at a time, if so many are wanted; says so if they are fewer.
    static func concurrency(_ wanted: Int) -> Int {
        let limit = raisedLimit()
        let allowed = pages(within: limit)
        guard wanted > allowed else { return wanted }
        OutputStream.error.print(
            "braid: this system allows \(limit) open files, enough for \(allowed) pages at a time instead of \(wanted)"
        )
        return allowed
    }

    /// How many connections there can be within so many descriptors.
    static func pages(within limit: Int) -> Int { max(1, limit - min(others, limit / 2)) }

    /// Raises the limit as far as it goes, and returns it.
    private static func raisedLimit() -> Int {
        var limits = rlimit()
        // Safety: the kernel fills our variable, and then reads it.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return .max }
        let soft = limits.rlim_cur
        limits.rlim_cur = limits.rlim_max
        // Safety: as above.
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) != 0 {
            limits.rlim_cur = soft
        }
        return Int(clamping: limits.rlim_cur)
    }
}
