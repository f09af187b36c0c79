// Titles › Job: what the four pipelines share: where visits come from, and where pages go.
//
// A goroutine, the dispatcher, has the agenda: it reads addresses ahead, waits for what is due, and offers one visit at a
// time to whoever fetches. Pages come back through `add`, from any thread. The dispatcher is told of it only if that
// changes what it does: with no limits in the way, a page costs one lock and no wake-up.

internal import BraidCore
internal import BraidGoroutines
internal import BraidHTML
internal import BraidHTTP
internal import HTTPTypes

final class Job: Sendable {
    let client: HTTPClient
    let concurrency: Int
    /// Sent with every request.
    let headerFields: HTTPFields
    /// What is wanted of each page besides its title.
    let xpath: XPath?
    /// What is to be fetched, each at its time; closed when all is done.
    let visits = Channel<Visit>()

    private let report: Report
    /// Not the standard library's mutex: that knows its holder by the thread, whose number the compiler reads once, and a
    /// goroutine's loop goes on on other threads.
    private let agenda: Guarded<Agenda>
    private var changed: Channel<Void> { report.changed }
    private let failure = Guarded<CannotRead?>(.door, nil)
    private let clock = Scheduler.current.clock

    init(
        _ agenda: sending Agenda, with client: HTTPClient, concurrency: Int, headerFields: HTTPFields = [:],
        selecting xpath: XPath? = nil, into report: Report
    ) {
        self.agenda = Guarded(.timekeeper, agenda)
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
        let addresses = source.channel(capacity: concurrency) { reason in
            self.failure.withLock { $0 = reason }
        }
        go(name: "dispatcher") { try self.dispatch(addresses) }
        let ended = Channel<Void>()
        let watcher = WaitGroup()
        watcher.go(name: "progress") { self.watch(until: ended) }
        defer {
            try? ended.close()
            watcher.wait()
        }
        try model.pipeline.run(self)
    }

    /// Takes in how a visit has ended.
    func add(_ page: PageResult) {
        let outcome = page.failure == nil ? Agenda.Outcome.fetched : .failed(page.setback)
        var isNews = true
        if case .over(let isNewsItself) = agenda.withLock({
            $0.finished(page.visit, outcome, at: clock.now)
        }) {
            isNews = report.add(page) || isNewsItself
        }
        if isNews { _ = try? changed.trySend(()) }
    }

    /// Has the report go on ten times a second.
    private func watch(until ended: Channel<Void>) {
        let ticker = Ticker(.milliseconds(100))
        defer { ticker.stop() }
        while case .first = select(.receive(from: ticker), .receive(from: ended)) {
            report.tick(total: agenda.withLock { $0.isComplete ? $0.count : nil })
        }
    }

    // MARK: The dispatcher

    private func dispatch(_ addresses: Channel<String>) throws {
        while true {
            // Whoever reads the output is slow: there will be news once he has caught up.
            if report.isBehind {
                changed.receive()
                continue
            }
            let (next, wantsAddress) = agenda.withLock { agenda in
                (agenda.next(at: clock.now), agenda.wantsAddress && report.hasRoom)
            }
            let addresses = wantsAddress ? addresses : nil
            switch next {
            case .visit(let visit): try offer(visit, or: addresses)
            case .wait(let due): wait(until: due, or: addresses)
            case .end: return try visits.close()
            }
        }
    }

    /// Waits for one who fetches; meanwhile reads on.
    private func offer(_ visit: Visit, or addresses: Channel<String>?) throws {
        var addresses = addresses
        while true {
            // A change goes first: after a failure that ends all, nobody may take this visit any more.
            switch try select(
                order: .priority, .receive(from: changed), .send(visit, to: visits), .receive(from: addresses)
            )
            {
            case .first: return agenda.withLock { $0.putBack(visit, at: clock.now) }
            case .second: return agenda.withLock { $0.started(visit, at: clock.now) }
            case .third(let address): if !take(address) { addresses = nil }
            }
        }
    }

    private func wait(until due: Instant, or addresses: Channel<String>?) {
        // A timer costs, and most waits are for something else.
        guard due != .never else {
            if case .second(let address) = select(.receive(from: changed), .receive(from: addresses)) {
                _ = take(address)
            }
            return
        }
        let patience = Duration.nanoseconds(Int64(clamping: due.nanoseconds(since: clock.now)))
        switch select(.receive(from: changed), .receive(from: addresses), .after(patience)) {
        case .second(let address): _ = take(address)
        case .first, .third: break
        }
    }

    /// Whether another one is welcome.
    private func take(_ address: String?) -> Bool {
        let isWelcome = agenda.withLock { agenda in
            if let address { agenda.add(address, at: clock.now) } else { agenda.sourceEnded() }
            return agenda.wantsAddress
        }
        return isWelcome && report.hasRoom
    }
}
