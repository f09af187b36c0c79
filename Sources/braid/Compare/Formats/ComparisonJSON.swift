// Formats › ComparisonJSON: one document, for programs; printed when all is measured.

final class ComparisonJSON: ComparisonReport {
    private let peers: [InstalledPeer]
    private var experiments: [String] = []
    private var current: (any Experiment.Type)?
    private var measurements: [String] = []

    init(_ peers: [InstalledPeer]) {
        self.peers = peers
    }

    func begin(_ experiment: any Experiment.Type) {
        endExperiment()
        current = experiment
    }

    func add(_ measurement: Measurement) {
        measurements.append(ComparisonJSON.text(for: measurement))
    }

    func finish() {
        OutputStream.standard.print(text)
        OutputStream.standard.flush()
    }

    /// The document, of all that was added.
    var text: String {
        endExperiment()
        var versions = JSONObject()
        for peer in Peer.allCases {
            versions.add(peer.rawValue, peers.first { $0.peer == peer }?.version)
        }
        var document = JSONObject()
        document.add("peers", literal: versions.text)
        document.add("experiments", literal: "[\(experiments.joined(separator: ","))]")
        return document.text
    }

    private func endExperiment() {
        guard let experiment = current.take() else { return }
        var object = JSONObject()
        object.add("name", experiment.name)
        object.add("subject", experiment.subject)
        object.add("measurements", literal: "[\(measurements.joined(separator: ","))]")
        experiments.append(object.text)
        measurements = []
    }

    /// Every object has every member, null where there is nothing to say.
    static func text(for measurement: Measurement) -> String {
        var times: ProcessTimes?
        var othersDone: Double?
        var status = "measured"
        var reason: String?
        switch measurement.outcome {
        case .measured(let all, let others): (times, othersDone) = (all, others)
        case .notInstalled: status = "not installed"
        case .failed(let why): (status, reason) = ("failed", why)
        }
        var object = JSONObject()
        object.add("contestant", measurement.contestant.name)
        object.add("status", status)
        object.add("user_seconds", literal: number(times?.userSeconds))
        object.add("system_seconds", literal: number(times?.systemSeconds))
        object.add("cpu_percent", times?.processorPercent)
        object.add("total_seconds", literal: number(times?.totalSeconds))
        object.add("others_done_after_seconds", literal: number(othersDone))
        object.add("error", reason)
        return object.text
    }

    private static func number(_ seconds: Double?) -> String {
        seconds.map { $0.decimals(6) } ?? "null"
    }
}
