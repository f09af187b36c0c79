// Compare › Peer: the languages that the models are from, where this machine has them.

enum Peer: String, CaseIterable, Sendable {
    case python3
    case node
    case go

    var fileExtension: String {
        switch self {
        case .python3: "py"
        case .node: "js"
        case .go: "go"
        }
    }

    /// A command that prints the version and then the real path of what is to be run. What is found in PATH may be a
    /// wrapper that chooses among versions, and takes longer for that than the program for its work.
    fileprivate var question: [String] {
        switch self {
        case .python3:
            [rawValue, "-c", "import platform, sys; print(platform.python_version()); print(sys.executable)"]
        case .node: [rawValue, "-p", "process.versions.node + '\\n' + process.execPath"]
        case .go: [rawValue, "env", "GOVERSION", "GOROOT"]
        }
    }
}

/// The same experiment in each of them: what is in the files of the folder Peers.
struct PeerPrograms: Sendable {
    let python3: [UInt8]
    let node: [UInt8]
    let go: [UInt8]

    func source(for peer: Peer) -> [UInt8] {
        switch peer {
        case .python3: python3
        case .node: node
        case .go: go
        }
    }
}

/// A peer that this machine has.
struct InstalledPeer: Sendable {
    let peer: Peer
    let version: String
    let executable: String

    /// Nil if this machine does not have it, or if it cannot say its version.
    init?(_ peer: Peer) {
        guard let answer = try? MeasuredProcess(running: peer.question), answer.ending == .exited(0) else {
            return nil
        }
        let lines = answer.output.split(separator: "\n").map(String.init)
        guard lines.count == 2 else { return nil }
        self.peer = peer
        version = lines[0]
        executable = peer == .go ? "\(lines[1])/bin/go" : lines[1]
    }

    /// The command that runs an experiment. What has to be compiled is compiled here, before anything is measured.
    func command(for experiment: any Experiment.Type, in workshop: Workshop) throws -> [String] {
        let name = experiment.name
        let file = try workshop.write(
            experiment.peers.source(for: peer), as: "\(name).\(peer.fileExtension)")
        guard peer == .go else { return [executable, file] }
        let program = workshop.path("\(name).program")
        // The standard library is all it needs: no C compiler, no network, no other version of Go.
        let build = try MeasuredProcess(running: [
            "env", "CGO_ENABLED=0", "GOPROXY=off", "GOTOOLCHAIN=local", executable, "build", "-o", program,
            file,
        ])
        guard build.ending == .exited(0) else {
            throw Failure(description: "go build: \(build.errorOutput.firstLine)")
        }
        return [program]
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}

extension String {
    var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}
