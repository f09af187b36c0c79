// Reporting › Census: every goroutine of a scheduler, while they go on.
//
// Three places are looked into, in the order in which a goroutine goes through them, so that none is missed on its way:
// the scheduler's queue, the seats' queues, and the stacks. One that changes from one queue to another at this moment may
// be missing; one that ends may still be there.
//
// One that keeps its thread waits as that does (see PinnedThreads).

/// A goroutine, as it was a moment ago.
package struct Resident: Sendable {
    package let id: UInt64
    package let name: String?
    package let site: CreationSite
    package let state: GoroutineState
    /// Whether it has begun to run.
    package let hasBegun: Bool
    /// How long it has been known to be in this wait. It may have begun earlier.
    package let waited: Duration?
    /// What it waits for; nil if it does not, or nobody knows.
    package let subject: WaitSubject?
}

extension Resident {
    fileprivate init(
        _ glimpse: Glimpse, _ state: GoroutineState, _ waited: Duration?, _ subject: WaitSubject?
    ) {
        self.init(
            id: glimpse.id, name: glimpse.name, site: glimpse.site, state: state, hasBegun: true,
            waited: waited, subject: subject)
    }
}

/// A stack, and who lived there a moment ago.
struct Tenement {
    let stack: Stack
    let fiber: Fiber
}

extension Scheduler {
    /// All goroutines that have been started and have not ended, by number. From any thread.
    package func census() -> [Resident] {
        withCensus { resident, _ in resident }
    }

    /// The same, with the stack of each that has one, for whoever wants to look closer. No lock may be taken in `body`.
    func withCensus<Result>(_ body: (Resident, Tenement?) -> Result) -> [Result] {
        var launches = queuedLaunches()
        let tenements = stacks.inUse.compactMap { stack in
            Fiber(on: stack).map { Tenement(stack: stack, fiber: $0) }
        }
        let pinned = isSeeded ? [:] : PinnedThreads.current
        var found: [(id: UInt64, result: Result)] = []
        waits.observe(at: clock.now) { observation in
            for tenement in tenements {
                guard let glimpse = tenement.fiber.glimpse else { continue }
                launches[glimpse.id] = nil
                let resident: Resident
                if glimpse.state == .running, let thread = pinned[tenement.fiber.stackEnd],
                    let wait = PinnedWait(ofThread: thread)
                {
                    resident = Resident(
                        glimpse, .waiting(wait.reason), observation.age(of: wait, glimpse), wait.subject)
                } else {
                    let wait = observation.wait(of: tenement.fiber, glimpse)
                    resident = Resident(glimpse, glimpse.state, wait?.age, wait?.subject)
                }
                found.append((glimpse.id, body(resident, tenement)))
            }
        }
        for resident in launches.values { found.append((resident.id, body(resident, nil))) }
        return found.sorted { $0.id < $1.id }.map(\.result)
    }

    /// Those that have no stack yet.
    private func queuedLaunches() -> [UInt64: Resident] {
        var found: [UInt64: Resident] = [:]
        let note: (Runnable) -> Void = { runnable in
            // Safety: a launch stays where it is as long as it is queued, and the caller keeps it in its queue.
            guard let launch = unsafe runnable.launch else { return }
            let id = unsafe launch.pointee.id
            found[id] = unsafe Resident(
                id: id, name: launch.pointee.name, site: launch.pointee.site, state: .runnable,
                hasBegun: false, waited: nil, subject: nil)
        }
        state.withLock { state in
            for place in 0..<state.queue.count { note(state.queue[place]) }
        }
        for seat in seatsInUse where visit(seat) {
            seat.forEach(note)
            seat.tenancy.endVisit()
        }
        return found
    }

    /// True if the caller is alone with a seat. A thief may be there, or its worker off its processor: both pass.
    private func visit(_ seat: Seat) -> Bool {
        for round in 1...64 {
            if seat.tenancy.beginVisit() { return true }
            HardwareMemory.pause(round)
        }
        return false
    }
}
