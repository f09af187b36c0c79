// Measuring › Measurement: what came of a workload, and the line that says so.

/// One measured run: what the contract's line of JSON is made of.
public struct Measurement: Sendable {
    /// Nanoseconds for one operation; what an operation is, the workload's own file says.
    public var nanosecondsPerOperation: Double
    /// What the clock showed.
    public var reading: Reading
    /// Further figures under their names, in the order in which they are printed.
    public var extras: [(name: String, value: Double)]

    /// A measurement whose operations took all of the time that was read.
    public init(_ reading: Reading, operations: Int, extras: [(name: String, value: Double)] = []) {
        self.init(
            nanosecondsPerOperation: reading.wallSeconds * 1e9 / Double(operations), reading: reading,
            extras: extras)
    }

    /// A measurement of which only a part of the time was spent on the operations.
    public init(
        nanosecondsPerOperation: Double, reading: Reading, extras: [(name: String, value: Double)] = []
    ) {
        self.nanosecondsPerOperation = nanosecondsPerOperation
        self.reading = reading
        self.extras = extras
    }

    /// The line of JSON. No text in it needs escaping: peers and workloads are plain words.
    func line(peer: String, workload: String, count: Int) -> String {
        var fields: [(String, String)] = [
            ("peer", "\"\(peer)\""), ("workload", "\"\(workload)\""), ("n", "\(count)"),
            ("ns_per_op", rounded(nanosecondsPerOperation, to: 10)),
            ("rss_kb", "\(ProcessMemory.peakKilobytes)"),
            ("cpu_s", rounded(reading.processorSeconds, to: 10_000)),
            ("wall_s", rounded(reading.wallSeconds, to: 10_000)),
        ]
        fields += extras.map { ($0.name, rounded($0.value, to: 1000)) }
        return "{\(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
    }

    private func rounded(_ value: Double, to parts: Double) -> String {
        "\((value * parts).rounded() / parts)"
    }
}
