// Formats › ComparisonTable: for people, line by line as the programs end, in the words of zsh's `time`.

final class ComparisonTable: ComparisonReport {
    private let missing: [Peer]
    private var isFirst = true

    init(_ peers: [InstalledPeer], missing: [Peer]) {
        self.missing = missing
        if !peers.isEmpty {
            let versions = peers.map { "\($0.peer.rawValue) (\($0.version))" }
            OutputStream.error.print("Beside Braid: \(versions.joined(separator: ", "))")
        }
        #if DEBUG
            OutputStream.error.print(
                "This braid is a debug build, which computes slowly; for figures use -c release.")
        #endif
    }

    func begin(_ experiment: any Experiment.Type) {
        if !isFirst { print("") }
        isFirst = false
        print("\(experiment.name): \(experiment.subject)")
    }

    func add(_ measurement: Measurement) {
        guard let line = ComparisonTable.line(for: measurement) else { return }
        print(line)
    }

    func finish() {
        guard !missing.isEmpty else { return }
        OutputStream.error.print("Not installed: \(missing.map(\.rawValue).joined(separator: ", "))")
    }

    private func print(_ line: String) {
        OutputStream.standard.print(line)
        // Everybody who looks on sees the line when its program has ended.
        OutputStream.standard.flush()
    }

    /// Nil for a contestant that is not there; those are named once, at the end.
    static func line(for measurement: Measurement) -> String? {
        let name = "  " + measurement.contestant.title.padded(to: nameWidth)
        switch measurement.outcome {
        case .notInstalled: return nil
        case .failed(let reason): return name + "failed: \(printable(reason))"
        case .measured(let times, let othersDone):
            let others = othersDone.map { "   the 1,000 done after \($0.decimals(3)) s" }
            return name + times.columns + (others ?? "")
        }
    }

    private static let nameWidth = 18
}

extension ProcessTimes {
    /// zsh's line: `0.13s user 0.03s system 5% cpu 3.173 total`, its numbers padded so that lines stand in columns.
    var columns: String {
        let user = userSeconds.decimals(2).padded(before: 5)
        let system = systemSeconds.decimals(2).padded(before: 5)
        let percent = String(processorPercent).padded(before: 4)
        return "\(user)s user\(system)s system\(percent)% cpu \(total.padded(before: 6)) total"
    }
}

extension String {
    /// With spaces after it.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }

    /// With spaces before it.
    fileprivate func padded(before width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - count)) + self
    }
}
