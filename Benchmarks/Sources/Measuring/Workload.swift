// Measuring › Workload: a piece of work under a name, and how its time is taken.

/// Something to measure.
public struct Workload: Sendable {
    /// What is asked of a workload.
    public struct Request: Sendable {
        /// How many operations.
        public let count: Int
        /// The third argument of the command line: where the server is, for workloads that need one.
        public let url: String?
    }

    /// A word of the contract.
    public let name: String
    let measure: @Sendable (Request) throws -> Measurement

    /// Work that is done once untimed with a tenth of the count, and then timed. An operation is a `count`th of it.
    public static func warmed(
        _ name: String, _ work: @escaping @Sendable (_ count: Int) throws -> Void
    ) -> Workload {
        Workload(name: name) { request in
            try work(max(1, request.count / 10))
            return try timed(operations: request.count) { try work(request.count) }
        }
    }

    /// Work that is timed the first time it is done. An operation is a `count`th of it.
    public static func cold(
        _ name: String, _ work: @escaping @Sendable (_ count: Int) throws -> Void
    ) -> Workload {
        Workload(name: name) { request in
            try timed(operations: request.count) { try work(request.count) }
        }
    }

    /// Work that takes its own time.
    public static func measured(
        _ name: String, _ measure: @escaping @Sendable (Request) throws -> Measurement
    ) -> Workload {
        Workload(name: name, measure: measure)
    }

    /// Runs `work` and reads the clock.
    public static func timed(operations: Int, _ work: () throws -> Void) rethrows -> Measurement {
        let stopwatch = Stopwatch()
        try work()
        return Measurement(stopwatch.reading, operations: operations)
    }
}

/// A result that is not what it must be, or a request that makes no sense. It ends the program.
public struct Complaint: Error, CustomStringConvertible {
    /// One line for a reader.
    public let description: String

    /// Makes a complaint.
    public init(_ description: String) {
        self.description = description
    }

    /// Complains unless two numbers agree. Inlinable, because it is inside of what is measured.
    @inlinable
    public static func unless<Number: Equatable>(_ found: Number, is expected: Number, _ what: String) throws
    {
        guard found == expected else { throw Complaint("\(what) is \(found) and not \(expected)") }
    }
}
