// Agenda › HostAgenda: what is to be fetched from one server, and when the next may start.

internal import BraidCore

struct HostAgenda {
    var waiting = FirstInFirstOut<Visit>()
    var running = 0
    /// Before that nothing starts: the rate, or the server asked for a pause.
    var readyAt = Instant(nanoseconds: 0)
    /// Whether it stands in the agenda's queue of turns.
    var hasTurn = false
    /// Whether it stands among what is due later.
    var isDelayed = false
}
