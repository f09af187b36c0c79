// Experiments › Experiment: one question about concurrency, answered by the same program in each model.
//
// The programs of one experiment stand in one file, to be read side by side; those of Python, node and Go are files of
// their own in Peers. A program does nothing but its job: it is measured from outside, in a process of its own.

/// What a program prints does not count, unless the experiment says so in `tellsWhenOthersWereDone`.
protocol Experiment: SendableMetatype {
    /// As in `braid compare --only NAME`.
    static var name: String { get }
    /// What its programs do, in one line.
    static var subject: String { get }
    /// Whether its programs print one number: after how many seconds the tasks that do not block were done.
    static var tellsWhenOthersWereDone: Bool { get }

    static func asyncio() throws
    static func promises() throws
    static func goroutines() throws
    /// With Swift's own tasks, on Swift's own pool.
    static func tasks() async throws
    static var peers: PeerPrograms { get }
}

extension Experiment {
    static var tellsWhenOthersWereDone: Bool { false }
}

enum Experiments {
    /// In the order in which they are run and shown.
    static let all: [any Experiment.Type] = [
        TimeSleep.self, AioSleep.self, AwaitHell.self, AwaitTogether.self, CPUBound.self, BlockingCall.self,
    ]

    static var names: [String] { all.map { $0.name } }

    static func named(_ name: String) -> (any Experiment.Type)? {
        all.first { $0.name == name }
    }
}
