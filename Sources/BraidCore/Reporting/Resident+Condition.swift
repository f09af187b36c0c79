// Reporting › Resident, its condition: what stands in the brackets of a report.

extension Resident {
    /// In Go's shape: `channel receive, 2 minutes`. Less than a minute is not worth a word.
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
