// Compare › Measurement: what came of one experiment with one contestant.

struct Measurement: Sendable {
    enum Outcome: Sendable {
        /// `othersDone`: after how many seconds, where the experiment asks for it.
        case measured(ProcessTimes, othersDone: Double?)
        case notInstalled
        /// It could not be run, or did not end as it should; in one line.
        case failed(String)
    }

    let contestant: Contestant
    let outcome: Outcome

    var isFailure: Bool {
        if case .failed = outcome { true } else { false }
    }
}

extension Measurement.Outcome {
    /// Judges a process that has ended.
    init(_ process: MeasuredProcess, of experiment: any Experiment.Type) {
        switch process.ending {
        case .exited(0): break
        case .exited(let code):
            self = .failed("exit status \(code): \(process.errorOutput.firstLine)")
            return
        case .killed(let signal):
            self = .failed("killed by signal \(signal): \(process.errorOutput.firstLine)")
            return
        }
        guard experiment.tellsWhenOthersWereDone else {
            self = .measured(process.times, othersDone: nil)
            return
        }
        if let seconds = Double(process.output.firstLine) {
            self = .measured(process.times, othersDone: seconds)
        } else {
            self = .failed("it did not say when the others were done")
        }
    }
}
