// Testing › Trace: what happened in which order.

import BraidTestSupport
import BraidTesting

/// Events in the order in which they were added.
final class Trace<Event: Sendable>: Sendable {
    private let list = Shared([Event]())

    func add(_ event: Event) { list.withLock { $0.append(event) } }

    var events: [Event] { list.value }
}
