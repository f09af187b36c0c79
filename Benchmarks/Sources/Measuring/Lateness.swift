// Measuring › Lateness: how far behind their time sleepers woke.

/// The lateness of many sleepers, in nanoseconds each.
public enum Lateness {
    /// The median and the 99th percentile, in microseconds.
    public static func extras(_ nanoseconds: [Int]) -> [(name: String, value: Double)] {
        let sorted = nanoseconds.sorted()
        func microseconds(percentile: Int) -> Double {
            Double(sorted[(sorted.count - 1) * percentile / 100]) / 1000
        }
        return [
            ("late_p50_us", microseconds(percentile: 50)), ("late_p99_us", microseconds(percentile: 99)),
        ]
    }
}

extension Duration {
    /// Whole nanoseconds; for durations of less than 292 years.
    public var wholeNanoseconds: Int {
        Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000)
    }
}
