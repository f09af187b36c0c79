// Compare › Contestant: who runs an experiment: a model of Braid's, Swift's own tasks, or another language's runtime.

internal import ArgumentParser

enum Contestant: Sendable, Equatable {
    case swift(SwiftModel)
    case peer(Peer)

    /// Each model followed by the language that it is from.
    static let all: [Contestant] = [
        .swift(.asyncio), .peer(.python3), .swift(.promises), .peer(.node), .swift(.goroutines), .peer(.go),
        .swift(.tasks),
    ]

    var name: String {
        switch self {
        case .swift(let model): model.rawValue
        case .peer(let peer): peer.rawValue
        }
    }

    /// For people.
    var title: String {
        switch self {
        case .swift(.tasks): "Swift's tasks"
        case .swift(let model): "Braid \(model.rawValue)"
        case .peer(let peer): peer.rawValue
        }
    }
}

/// What an experiment is written with in this program itself.
enum SwiftModel: String, CaseIterable, ExpressibleByArgument, Sendable {
    case asyncio
    case promises
    case goroutines
    /// Swift's own, on Swift's own pool.
    case tasks
}
