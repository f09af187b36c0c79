// Titles › Job: what the four pipelines share: where visits come from, and where pages go.
//
// Whoever fetches takes the next visit from the agenda himself, and hands his page in through `add`, from any thread: a
// page costs two locks and no wake-up. If nothing may start he is hungry, and waits at a channel. A goroutine, the
// dispatcher, feeds the hungry: it reads addresses ahead, waits for what is due, and gives out what may start then. It is
// told of what others do only if that changes what it waits for.
//
// Invariant: while somebody is hungry, and whoever reads the output is not slow, nothing may start; but for as long as one
// who has handed in a page has not come back for another visit.

internal import BraidCore
internal import BraidGoroutines
internal import BraidHTML
internal import BraidHTTP
internal import HTTPTypes

final class Job: Sendable {
    private struct State {
        var agenda: Agenda
        /// How many wait at the channel, and have nothing in it.
        var hungry = 0
        /// When the dispatcher looks at the agenda again if it is not told of anything.
        var alarm = Instant.never
    }

    /// What there is for one who asks.
    enum Meal {
        case visit(Visit)
        /// It will come through the channel.
        case later
        case end
    }

    let client: HTTPClient
    let concurrency: Int
    /// Sent with every request.
    let headerFields: HTTPFields
    /// What is wanted of each page besides its title.
    let xpath: XPath?
    let clock = Scheduler.current.clock
    /// Visits for the hungry, each of whom has a place here; closed when all is done.
    let visits: Channel<Visit>

    private let report: Report
    /// Not the standard library's mutex: that knows its holder by the thread, whose number the compiler reads once, and a
    /// goroutine's loop goes on on other threads.
    private let state: Guarded<State>
    private var changed: Channel<Void> { report.changed }
    private let failure = Guarded<CannotRead?>(.door, nil)

    init(
        _ agenda: sending Agenda, with client: HTTPClient, concurrency: Int, headerFields: HTTPFields = [:],
        selecting xpath: XPath? = nil, into report: Report
    ) {
        state = Guarded(.timekeeper, State(agenda: agenda))
        visits = Channel(capacity: concurrency)
        self.client = client
        self.concurrency = concurrency
        self.headerFields = headerFields
        self.xpath = xpath
        self.report = report
    }

    /// Why there were no more addresses, if it was not their end.
    var unread: CannotRead? { failure.withLock { $0 } }

    /// Does all of it. To be called once, from a plain thread.
    func run(_ source: consuming AddressSource, by model: Model) throws {
        let addresses = source.channel { reason in
            self.failure.withLock { $0 = reason }
        }
        try run(addresses, by: model.pipeline)
    }

    /// The same with addresses from anywhere, fetched in whatever way.
    func run(_ addresses: Channel<[Address]>, by pipeline: any Pipeline) throws {
        go(name: "dispatcher") { try self.dispatch(addresses) }
        let ended = Channel<Void>()
        let watcher = WaitGroup()
        watcher.go(name: "progress") { self.watch(until: ended) }
        defer {
            try? ended.close()
            watcher.wait()
        }
        try pipeline.run(self)
    }

    /// What may be fetched next. Whoever is told to wait receives from `visits`, once.
    func take() -> Meal {
        // Whoever reads the output is slow: nothing is to start until he has caught up.
        let isBehind = report.isBehind
        let (meal, isNews) = state.withLock { state in
            let wantedAddress = state.agenda.wantsAddress
            switch isBehind ? .wait(until: .never) : state.agenda.next(at: clock.now) {
            case .visit(let visit): return (Meal.visit(visit), !wantedAddress && state.agenda.wantsAddress)
            case .end: return (.end, false)
            case .wait(let due):
                state.hungry += 1
                // He may have caught up meanwhile.
                return (.later, isBehind || due < state.alarm)
            }
        }
        if isNews { tell() }
        return meal
    }

    /// Takes in how a visit has ended.
    func add(_ page: PageResult) {
        let outcome = page.failure == nil ? Agenda.Outcome.fetched : .failed(page.setback)
        var isNews = true
        if case .over(let isNewsItself) = state.withLock({
            $0.agenda.finished(page.visit, outcome, at: page.end)
        }) {
            isNews = report.add(page) || isNewsItself
        }
        if isNews { tell() }
    }

    /// Has the dispatcher look at what there is.
    private func tell() { _ = try? changed.trySend(()) }

    /// Has the report go on ten times a second.
    private func watch(until ended: Channel<Void>) {
        let ticker = Ticker(.milliseconds(100))
        defer { ticker.stop() }
        while case .first = select(.receive(from: ticker), .receive(from: ended)) {
            report.tick(total: state.withLock { $0.agenda.isComplete ? $0.agenda.count : nil })
        }
    }

    // MARK: The dispatcher

    private func dispatch(_ addresses: Channel<[Address]>) throws {
        while true {
            if report.isBehind {
                changed.receive()
                continue
            }
            let (meals, isOver, due, wantsAddress) = state.withLock { state in
                let meals = feed(&state)
                return (meals, state.agenda.isOver, state.alarm, state.agenda.wantsAddress)
            }
            for visit in meals { _ = try visits.trySend(visit) }
            if isOver { return try visits.close() }
            wait(until: due, or: wantsAddress && report.hasRoom ? addresses : nil)
        }
    }

    /// What may start now, for as many as are hungry.
    private func feed(_ state: inout State) -> [Visit] {
        var meals: [Visit] = []
        state.alarm = .never
        while state.hungry > 0 {
            switch state.agenda.next(at: clock.now) {
            case .visit(let visit):
                state.hungry -= 1
                meals.append(visit)
            case .wait(let due):
                state.alarm = due
                return meals
            case .end: return meals
            }
        }
        return meals
    }

    private func wait(until due: Instant, or addresses: Channel<[Address]>?) {
        // A timer costs, and most waits are for something else.
        guard due != .never else {
            if case .second(let batch) = select(.receive(from: changed), .receive(from: addresses)) {
                take(batch)
            }
            return
        }
        let patience = Duration.nanoseconds(Int64(clamping: due.nanoseconds(since: clock.now)))
        switch select(.receive(from: changed), .receive(from: addresses), .after(patience)) {
        case .second(let batch): take(batch)
        case .first, .third: break
        }
    }

    /// Takes in addresses; nil is their end.
    private func take(_ batch: [Address]?) {
        state.withLock { state in
            guard let batch else { return state.agenda.sourceEnded() }
            let now = clock.now
            for address in batch { state.agenda.add(address, at: now) }
        }
    }
}
