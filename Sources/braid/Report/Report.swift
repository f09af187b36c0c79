// Report › Report: counts results, and has them printed as they come, or in the order of the addresses.
//
// Whoever fetches must not wait for whoever reads: a loop that waited for a pager would let its pages run out of time. So
// `add` puts lines into a batch, and a thread of its own, the printer's, writes one batch while the next one gathers. Ten
// times a second `tick` has it go on, so that a reader behind a pipe sees lines soon, and a thousand pages a second do not
// cost a thousand writes. If the reader is so slow that much has gathered, `isBehind` says so, and nothing more is
// started until he has caught up.

internal import BraidCore
internal import BraidGoroutines
internal import Glibc

/// May be added to from anywhere; nothing but `close` and what follows it waits.
final class Report: Sendable {
    private struct State {
        var progress = Progress.State()
        var ordered: OrderedResults?
        var bar: Progress?
        /// What the printer is to print next.
        var batch = Batch()
        /// How many bytes it is printing.
        var inPrint = 0
        /// Whether the process is about to end, before all is done.
        var isAbandoned = false

        var isBehind: Bool { batch.text.count + inPrint >= Report.room }
    }

    /// What is done with the results.
    struct Options {
        var format = ReportFormat.table
        /// Whether what is selected from the pages is printed instead of their titles.
        var isSelecting = false
        var output = OutputStream.standard
        var isOrdered = false
        /// Where finished addresses are noted.
        var journal: Journal?
        /// Whether the output goes on where an earlier run has ended.
        var isContinued = false
        /// Whether a line that sums up may be printed on standard error.
        var isForPeople = true
        /// Whether a line there may show how far it is.
        var hasProgress = true
    }

    /// How many bytes may wait to be printed before nothing more is fetched.
    static let room = 1 << 20
    /// How many are worth a write before it is time for one.
    private static let handful = 1 << 16

    /// Has a value when there is room again where there was none.
    let changed = Channel<Void>(capacity: 1)

    private let format: any ResultFormat
    private let isForPeople: Bool
    private let isForTerminal: Bool
    private let hasJournal: Bool
    private let thread = Guarded<PlainThread?>(.door, nil)
    private let state: Guarded<State>
    private let start = ContinuousClock.now
    private let doorbell = Channel<Void>(capacity: 1)
    private let printing = WaitGroup()

    init(_ options: Options) {
        let output = options.output
        format = options.format.format(
            width: Terminal.width(of: output.descriptor), isSelecting: options.isSelecting)
        isForPeople = options.isForPeople
        isForTerminal = output.isTerminal
        hasJournal = options.journal != nil
        var state = State()
        if options.isOrdered { state.ordered = OrderedResults() }
        if options.isForPeople, options.hasProgress, OutputStream.error.isTerminal, Terminal.isCapable {
            state.bar = Progress(hasColours: Terminal.hasColours)
        }
        if let header = format.header, !options.isContinued { state.batch.text = OutputText(header + "\n") }
        self.state = Guarded(.door, state)
        printing.add(1)
        let journal = options.journal
        let thread = PlainThread(name: "braid-printer") { self.print(by: Printer(output, journal)) }
        self.thread.withLock { $0 = thread }
    }

    var failures: Int { state.withLock { $0.progress.failures } }

    /// How long it has taken so far.
    var elapsed: Duration { start.duration(to: .now) }

    /// Whether results can be taken that may have to be kept back.
    var hasRoom: Bool { state.withLock { $0.ordered?.hasRoom ?? true } }

    /// Whether so much waits to be printed that nothing more should be fetched; `changed` has a value when that is over.
    var isBehind: Bool { state.withLock { $0.isBehind } }

    /// Takes a result, which becomes a line where it will be written from: that takes less time than it would to make a text
    /// of its own and to copy that, lock or not.
    ///
    /// - Returns: whether there is room again for what is kept back, where there was none.
    func add(_ page: PageResult) -> Bool {
        let (hasRoomAgain, isUrgent) = state.withLock { state in
            if state.isAbandoned { return (false, false) }
            state.progress.done += 1
            if page.failure != nil { state.progress.failures += 1 }
            var hasRoomAgain = false
            if let hadRoom = state.ordered?.hasRoom {
                for page in state.ordered?.add(page) ?? [] { append(page, &state) }
                hasRoomAgain = !hadRoom && state.ordered?.hasRoom == true
            } else {
                append(page, &state)
            }
            return (hasRoomAgain, isForTerminal || state.batch.text.count >= Report.handful)
        }
        if isUrgent { ring() }
        return hasRoomAgain
    }

    /// Has what there is printed, and shows how far it is.
    ///
    /// - Parameter total: how many addresses there are; nil if that is not known yet.
    func tick(total: Int?) {
        let width = Terminal.width(of: OutputStream.error.descriptor)
        state.withLock { state in
            state.progress.total = total
            guard let width else { return }
            state.batch.bar = state.bar?.line(state.progress, at: elapsed / .seconds(1), width: width)
        }
        ring()
    }

    /// Prints what is left, and waits until it is printed.
    func close() {
        let isAbandoned = state.withLock { state in
            conclude(&state)
            return state.isAbandoned
        }
        finishPrinting()
        // With the thread goes the journal, which another run may want.
        thread.withLock { $0.take() }?.join()
        // Whoever has abandoned it is about to end the process, with a status of his own.
        while isAbandoned { pause() }
    }

    /// Prints what is left, and for people a line that sums up, on standard error.
    func finish() {
        close()
        guard isForPeople else { return }
        let progress = state.withLock { $0.progress }
        let (done, failures) = (progress.done, progress.failures)
        OutputStream.error.print("\(done - failures) fetched, \(failures) failed, \(elapsed.inSeconds)")
    }

    /// Prints what is left, whole lines all of them; then `body` ends the process. Nothing is taken any more.
    func abandon(_ body: () -> Never) {
        state.withLock { state in
            conclude(&state)
            state.isAbandoned = true
        }
        finishPrinting()
        body()
    }

    // MARK: With the lock held

    private func append(_ page: PageResult, _ state: inout State) {
        format.append(page, to: &state.batch.text)
        if hasJournal, Journal.isFinished(page) { state.batch.finished.append(page.url) }
    }

    /// What is kept back is printed though something is missing before it. But not if another run may go on from here: it
    /// is fetched again, and then stands in its place.
    private func conclude(_ state: inout State) {
        let rest = state.ordered?.removeAll() ?? []
        if hasJournal || state.isAbandoned { return }
        for page in rest { append(page, &state) }
    }

    // MARK: The printer

    private func ring() { _ = try? doorbell.trySend(()) }

    private func finishPrinting() {
        try? doorbell.close()
        printing.wait()
    }

    private func print(by printer: consuming Printer) {
        // A pipe that breaks is an error of this thread's, which leaves a clean terminal behind, not the end of the process.
        Signals.change(SIG_BLOCK, [SIGPIPE])
        while doorbell.receive() != nil { printBatches(by: &printer) }
        printBatches(by: &printer)
        printer.end()
        printing.done()
    }

    private func printBatches(by printer: inout Printer) {
        while case let batch = nextBatch(), !batch.isEmpty { printer.print(batch) }
    }

    /// What has gathered; the one before is printed.
    private func nextBatch() -> Batch {
        let (batch, wasBehind) = state.withLock { state in
            let wasBehind = state.isBehind
            let batch = state.batch
            state.batch = Batch()
            // As much will gather again.
            state.batch.text.reserve(batch.text.count)
            state.inPrint = batch.text.count
            return (batch, wasBehind && !state.isBehind)
        }
        if wasBehind { _ = try? changed.trySend(()) }
        return batch
    }
}

extension Duration {
    /// To the hundredth, for people.
    var inSeconds: String {
        "\((self / .seconds(1)).decimals(2)) s"
    }
}
