// Compare › Comparison: every experiment with every contestant, one after another, so that each has the machine to
// itself.

struct Comparison {
    /// Nil for those that this machine does not have.
    let peers: [InstalledPeer]
    private let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        peers = Peer.allCases.compactMap(InstalledPeer.init)
    }

    var missing: [Peer] {
        Peer.allCases.filter { peer in !peers.contains { $0.peer == peer } }
    }

    /// Runs one experiment with one contestant, in a process of its own.
    func measure(_ experiment: any Experiment.Type, with contestant: Contestant) -> Measurement {
        do {
            guard let command = try command(for: experiment, with: contestant) else {
                return Measurement(contestant: contestant, outcome: .notInstalled)
            }
            let process = try MeasuredProcess(running: command)
            return Measurement(contestant: contestant, outcome: .init(process, of: experiment))
        } catch {
            return Measurement(contestant: contestant, outcome: .failed("\(error)"))
        }
    }

    /// Nil if this machine does not have the peer.
    private func command(
        for experiment: any Experiment.Type, with contestant: Contestant
    ) throws -> [String]? {
        switch contestant {
        case .swift(let model):
            // The kernel's name for the program that runs here, wherever it lies.
            ["/proc/self/exe", "experiment", experiment.name, model.rawValue]
        case .peer(let peer):
            try peers.first { $0.peer == peer }?.command(for: experiment, in: workshop)
        }
    }
}
