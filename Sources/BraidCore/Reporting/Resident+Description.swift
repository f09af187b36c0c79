// Reporting › Resident, described: what reports say of a goroutine in a line.

extension Resident: CustomStringConvertible {
    /// `goroutine 7 "reader" created at App/Main.swift:30 [channel receive, 2 minutes] on the channel made at …`
    package var description: String { "\(title) [\(condition)]\(subject.map { " \($0)" } ?? "")" }

    /// Who it is, by number, name and origin.
    package var title: String {
        "goroutine \(id)\(name.map { " \"\($0)\"" } ?? "") created at \(site)"
    }

    /// What stands in the brackets, in Go's shape: `channel receive, 2 minutes`. Less than a minute is not worth a word.
    package var condition: String {
        switch state {
        case .running: return "running"
        case .runnable: return hasBegun ? "runnable" : "runnable, not begun"
        case .waiting(let reason):
            let minutes = (waited?.components.seconds ?? 0) / 60
            return switch minutes {
            case 0: reason.description
            case 1: "\(reason.description), 1 minute"
            default: "\(reason.description), \(minutes) minutes"
            }
        }
    }
}
