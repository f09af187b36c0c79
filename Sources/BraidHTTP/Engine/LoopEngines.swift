// Engine › LoopEngines: the engines of one event loop, one per client.

/// On the loop's thread only.
final class LoopEngines {
    /// Stands for a client without keeping it alive.
    final class ClientToken: Sendable {}

    private struct Entry {
        weak var client: ClientToken?
        let engine: LoopEngine
    }

    private var entries: [Entry] = []

    func engine(
        for client: ClientToken, _ make: () throws(HTTPError) -> LoopEngine
    ) throws(HTTPError) -> LoopEngine {
        if let entry = entries.first(where: { $0.client === client }) { return entry.engine }
        // Clients come and go; engines whose client is gone go when the next one comes, or with the loop.
        entries.removeAll { $0.client == nil }
        let engine = try make()
        entries.append(Entry(client: client, engine: engine))
        return engine
    }
}
