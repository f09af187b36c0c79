// Compare › ExperimentCommand: one experiment in one model, for the process that measures it.

internal import ArgumentParser
internal import BraidBridges
internal import BraidCore
internal import Glibc

struct ExperimentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Run one experiment of braid compare in this process.",
        shouldDisplay: false)

    @Argument(help: "Which one.")
    var experiment: ExperimentName

    @Argument(help: "What it is written with.")
    var model: SwiftModel

    /// No experiment takes a tenth of this; one that hangs is ended by the kernel's alarm.
    private static let limitSeconds: UInt32 = 60

    func run() throws {
        alarm(ExperimentCommand.limitSeconds)
        // Loops are blocked here on purpose. To find out who does it takes a quarter of a second of processor time, which
        // would be taken for the model's.
        EventLoop.Watchdog.isOn = false
        let experiment = experiment.experiment
        switch model {
        case .asyncio: try experiment.asyncio()
        case .promises: try experiment.promises()
        case .goroutines: try experiment.goroutines()
        case .tasks: try runBlocking { try await experiment.tasks() }
        }
        OutputStream.standard.flush()
    }
}

/// An experiment, as it is named on the command line.
struct ExperimentName: ExpressibleByArgument {
    let experiment: any Experiment.Type

    static var allValueStrings: [String] { Experiments.names }

    init?(argument: String) {
        guard let experiment = Experiments.named(argument) else { return nil }
        self.experiment = experiment
    }
}
