// Measuring › Parking: what many that wait cost, and how they are made and woken.
//
// For both kinds of parking an operation is one that was made, waited, and was woken. The time in which all of them
// wait is not part of it.

/// Takes the readings around a crowd that waits.
public struct Parking: Sendable {
    private let count: Int
    private let occupiedBefore = ProcessMemory.occupiedBytes
    private let stopwatch = Stopwatch()
    private var began = Stopwatch.nanoseconds
    private var occupied = 0
    private var spawnNanoseconds = 0

    /// Before the first of them is made.
    public init(count: Int) {
        self.count = count
    }

    /// When sleepers are to wake: late enough for all of them to be made before, in nanoseconds on the stopwatch's
    /// clock.
    public var wakingTime: Int { began + 1_000_000_000 + count * 25_000 }

    /// When all of them wait.
    public mutating func allWait() {
        spawnNanoseconds = Stopwatch.nanoseconds - began
        occupied = ProcessMemory.occupiedBytes - occupiedBefore
    }

    /// When all of them sleep. Complains if the first may have woken by then.
    public mutating func allWait(before wakingTime: Int) throws {
        allWait()
        guard began + spawnNanoseconds < wakingTime else {
            throw Complaint("the first woke before the last slept")
        }
    }

    /// When the first of them is woken.
    public mutating func wakingBegins(at time: Int = Stopwatch.nanoseconds) {
        began = time
    }

    /// When the last of them has gone.
    public func measurement() -> Measurement {
        let wakeNanoseconds = Stopwatch.nanoseconds - began
        let each = 1 / Double(count)
        return Measurement(
            nanosecondsPerOperation: Double(spawnNanoseconds + wakeNanoseconds) * each,
            reading: stopwatch.reading,
            extras: [
                ("bytes_per_unit", Double(occupied) * each), ("spawn_ns", Double(spawnNanoseconds) * each),
                ("wake_ns", Double(wakeNanoseconds) * each),
            ])
    }
}
