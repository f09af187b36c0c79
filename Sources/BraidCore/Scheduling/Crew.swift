// Scheduling › Crew: how many workers take work. A state machine under the scheduler's lock.
//
// As many workers as there are processors are to take work at any time. One that is stuck in a blocking call is
// displaced: a spare or a new thread takes its place. When it comes back it is one too many, and becomes a spare.
//
// The system may have no thread to give. Then the seat is empty until the next look, or until somebody comes to rest.
//
// Invariants:
//  - As many workers as the scheduler's target are neither displaced nor spare, those that are being started and the empty
//    seats included.
//  - The pulse of a spare is displaced until the spare is called: one that rests has no time for anybody.
//  - Nobody rests while a seat is empty, but for the moment in which it is being filled.

internal import Synchronization

struct Crew {
    /// How a displaced worker is replaced.
    enum Replacement {
        case spare(ThreadParking)
        case newThread
    }

    private struct Spare {
        let parking: ThreadParking
        let pulse: Pulse
    }

    private var spares: [Spare] = []
    /// Seats for which no thread could be had.
    private var emptySeats: [Int] = []

    /// Who comes for a seat that nobody has?
    mutating func fill(_ seat: Int) -> Replacement {
        guard let spare = spares.popLast() else { return .newThread }
        spare.pulse.seat.store(seat, ordering: .releasing)
        return .spare(spare.parking)
    }

    /// No thread could be had for a seat. A spare, if one has come to rest meanwhile.
    mutating func leaveEmpty(_ seat: Int) -> ThreadParking? {
        if case .spare(let parking) = fill(seat) { return parking }
        emptySeats.append(seat)
        return nil
    }

    /// A seat for which there was no thread, for whoever has come or is to try again.
    mutating func takeEmptySeat() -> Int? { emptySeats.popLast() }

    /// A worker without a seat is to rest, since none is empty.
    mutating func rest(_ pulse: Pulse, parking: ThreadParking) {
        pulse.isDisplaced.store(true, ordering: .relaxed)
        parking.prepare()
        spares.append(Spare(parking: parking, pulse: pulse))
    }

    /// A spare has rested for long enough. True if it may end; false if it has just been called.
    mutating func retire(_ pulse: Pulse) -> Bool {
        guard let place = spares.firstIndex(where: { $0.pulse === pulse }) else { return false }
        spares.remove(at: place)
        return true
    }

    /// Everybody is to end: whom to wake.
    mutating func dismissSpares() -> [ThreadParking] {
        defer { spares = [] }
        return spares.map(\.parking)
    }
}
