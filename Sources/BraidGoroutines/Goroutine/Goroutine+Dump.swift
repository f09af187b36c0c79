// Goroutine › Dump: the answer to "what is it waiting for?".

internal import BraidCore

extension Goroutine {
    /// All goroutines of the caller's scheduler: what each waits for, how long at least, the calls that it is in with
    /// their files and lines, where the channel (the lock, the group …) was made that it waits on, and where it was created
    /// itself. Go's `runtime.Stack` with `all`, in its shape:
    ///
    /// ```
    /// goroutine 7 "reader" [channel receive, 2 minutes]:
    ///     Channel.receive() at …/Channel.swift:61
    ///     Feed.read() at …/Feed.swift:12
    /// waits on the channel made at Feeds/Feed.swift:8
    /// created at Feeds/Feed.swift:30
    /// ```
    ///
    /// Goroutines that wait in the same place, on what was made in the same place, are listed together. After them come the
    /// main thread and others that wait in Braid, with what they wait on. All go on meanwhile. The thread of a goroutine
    /// that computes is interrupted for a moment by SIGURG, for which the first such call installs a handler, which calls the
    /// one that was there before; a goroutine that has had no processor for 50 milliseconds is listed without its calls. May
    /// be called from anywhere. The caller's thread waits meanwhile: a tenth of a second in a small program, many seconds in
    /// one with a great deal of debug information, all of which is read. Without any, functions are named and lines are not.
    public static func dump() -> String { Scheduler.current.dump() }

    /// Writes `dump()` to standard error.
    public static func printDump() { StandardError.write(dump()) }

    /// From now on the signal SIGQUIT (Ctrl-\ in a terminal, `kill -QUIT`) writes all goroutines to standard error; the
    /// program goes on, unlike Go's. The environment variable `BRAID_DUMP=quit` asks for it too.
    ///
    /// Installs a handler, which calls the one that was there before. From any thread; once is enough.
    public static func dumpOnQuit() { QuitSignal.dump(Scheduler.current) }

    /// From now on every wait of a goroutine that has lasted for longer than `limit` is reported, once: to `handler`, on a
    /// thread of Braid's own, or to standard error if that is nil. For goroutines on the scheduler of the caller.
    ///
    /// Unlike a deadlock it ends nothing, and is found while other threads go on. A wait is reported a quarter of the
    /// limit late at most, as far as the machine has time. A later call replaces an earlier one. Costs goroutines nothing,
    /// and processor time for a look at each four times per limit.
    ///
    /// - Parameter limit: at least 20 milliseconds.
    public static func reportLongWaits(
        after limit: Duration, to handler: (@Sendable ([Snapshot]) -> Void)? = nil
    ) {
        demand(limit >= .milliseconds(20), "a wait is not long after \(limit): 20 ms at least")
        LongWaits.watch(Scheduler.current, limit: limit) { residents in
            let snapshots = residents.map(Snapshot.init)
            if let handler { return handler(snapshots) }
            let lines = snapshots.map { "  \($0)" }.joined(separator: "\n")
            StandardError.write("braid: goroutines that have waited for longer than \(limit):\n\(lines)\n")
        }
    }

    /// Ends what `reportLongWaits` began. A report that is being made is completed.
    public static func stopReportingLongWaits() {
        LongWaits.watch(Scheduler.current, limit: .zero, nil)
    }
}
