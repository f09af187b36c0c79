// Measuring › Stopwatch: wall time and processor time since it was started.

internal import Glibc

/// Runs from the moment it is made.
public struct Stopwatch: Sendable {
    private let wallAtStart = Stopwatch.nanoseconds
    private let processorAtStart = Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)

    /// Starts.
    public init() {}

    /// What has passed since the start, for this process.
    public var reading: Reading {
        Reading(
            wallSeconds: Double(Stopwatch.nanoseconds - wallAtStart) / 1e9,
            processorSeconds: Double(Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - processorAtStart)
                / 1e9)
    }

    /// The time on the monotonic clock, which all the peers read; in nanoseconds.
    public static var nanoseconds: Int { nanoseconds(of: CLOCK_MONOTONIC) }

    private static func nanoseconds(of clock: clockid_t) -> Int {
        var time = timespec()
        // Safety: the call fills in a variable of this frame.
        guard unsafe clock_gettime(clock, &time) == 0 else { fatalError("no clock \(clock): error \(errno)") }
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// What a stopwatch shows.
public struct Reading: Sendable {
    /// Time on the wall, in seconds.
    public var wallSeconds: Double
    /// Processor time of all threads, in seconds.
    public var processorSeconds: Double
}
