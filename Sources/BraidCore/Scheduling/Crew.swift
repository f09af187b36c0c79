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
//
// Explored in all interleavings by the tests, which is why it does not say what a worker is: see CrewExplorationTests, where
// what Scheduler+Seating does around it is written once more.

internal import Synchronization

/// Who rests here.
protocol RestingWorker: Equatable {
    /// It is about to rest. Called on its own thread, before anybody can wake it.
    func prepareToRest()

    /// It has been given this seat, and is woken next.
    func willSit(in seat: Int)
}

struct Crew<Spare: RestingWorker> {
    /// How a displaced worker is replaced.
    enum Replacement {
        case spare(Spare)
        case newThread
    }

    private(set) var spares: [Spare] = []
    /// Seats for which no thread could be had.
    private(set) var emptySeats: [Int] = []

    /// Who comes for a seat that nobody has?
    mutating func fill(_ seat: Int) -> Replacement {
        guard let spare = spares.popLast() else { return .newThread }
        spare.willSit(in: seat)
        return .spare(spare)
    }

    /// No thread could be had for a seat. A spare, if one has come to rest meanwhile.
    mutating func leaveEmpty(_ seat: Int) -> Spare? {
        if case .spare(let spare) = fill(seat) { return spare }
        emptySeats.append(seat)
        return nil
    }

    /// A seat for which there was no thread, for whoever has come or is to try again.
    mutating func takeEmptySeat() -> Int? { emptySeats.popLast() }

    /// A worker without a seat is to rest, since none is empty.
    mutating func rest(_ spare: Spare) {
        spare.prepareToRest()
        spares.append(spare)
    }

    /// A spare has rested for long enough. True if it may end; false if it has just been called.
    mutating func retire(_ spare: Spare) -> Bool {
        guard let place = spares.firstIndex(of: spare) else { return false }
        spares.remove(at: place)
        return true
    }

    /// Everybody is to end: whom to wake.
    mutating func dismissSpares() -> [Spare] {
        defer { spares = [] }
        return spares
    }
}

/// A worker that rests, as far as its crew is concerned.
struct Spare: RestingWorker {
    let pulse: Pulse
    let parking: ThreadParking

    static func == (left: Spare, right: Spare) -> Bool { left.pulse === right.pulse }

    func prepareToRest() {
        pulse.isDisplaced.store(true, ordering: .relaxed)
        parking.prepare()
    }

    func willSit(in seat: Int) { pulse.seat.store(seat, ordering: .releasing) }
}
