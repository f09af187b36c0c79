// Goroutine › Dump: the answer to "what is it waiting for?".

internal import BraidCore

extension Goroutine {
    /// All goroutines of the caller's scheduler: what each waits for, how long at least, the calls that it is in with
    /// their files and lines, and where it was created. Go's `runtime.Stack` with `all`, in its shape:
    ///
    /// ```
    /// goroutine 7 "reader" [channel receive, 2 minutes]:
    ///     Channel.receive() at …/Channel.swift:61
    ///     Feed.read() at …/Feed.swift:12
    /// created at Feeds/Feed.swift:30
    /// ```
    ///
    /// Goroutines that wait in the same place are listed together. They go on meanwhile; one that computes is listed
    /// without its calls. May be called from anywhere. The caller's thread waits meanwhile: a tenth of a second in a small
    /// program, many seconds in one with a great deal of debug information, all of which is read. Without any, functions
    /// are named and lines are not.
    public static func dump() -> String { Scheduler.current.dump() }

    /// Writes `dump()` to standard error.
    public static func printDump() { StandardError.write(dump()) }
}
