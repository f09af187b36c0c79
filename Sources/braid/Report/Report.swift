// Report › Report: prints results as they come, or in the order of the addresses, and counts.
//
// Lines gather in the output's buffer; ten times a second `tick` passes them on, so that a reader behind a pipe sees
// them soon, and a thousand pages a second do not cost a thousand writes. What a terminal shows of the progress is
// wiped away before a line is printed over it.

internal import BraidCore

/// May be added to from anywhere.
final class Report: Sendable {
    private struct State {
        var progress = Progress.State()
        var ordered: OrderedResults?
        var bar: Progress?
        var isBarShown = false
        /// Printed, but perhaps not given to the kernel yet, hence not noted as finished.
        var unflushed: [PageResult] = []
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
    }

    private let format: any ResultFormat
    private let output: OutputStream
    private let journal: Journal?
    private let isForPeople: Bool
    private let state: Guarded<State>
    private let start = ContinuousClock.now

    init(_ options: Options) {
        output = options.output
        format = options.format.format(
            width: Terminal.width(of: output.descriptor), isSelecting: options.isSelecting)
        isForPeople = options.isForPeople
        journal = options.journal
        var state = State()
        if options.isOrdered { state.ordered = OrderedResults() }
        if options.isForPeople, OutputStream.error.isTerminal, Terminal.isCapable {
            state.bar = Progress(hasColours: Terminal.hasColours)
        }
        self.state = Guarded(.door, state)
        if let header = format.header, !options.isContinued { output.print(header) }
    }

    var failures: Int { state.withLock { $0.progress.failures } }

    /// How long it has taken so far.
    var elapsed: Duration { start.duration(to: .now) }

    /// Whether results can be taken that may have to be kept back.
    var hasRoom: Bool { state.withLock { $0.ordered?.hasRoom ?? true } }

    /// Takes a result.
    ///
    /// - Returns: whether there is room again, where there was none.
    func add(_ page: PageResult) -> Bool {
        state.withLock { state in
            state.progress.done += 1
            if page.failure != nil { state.progress.failures += 1 }
            let hadRoom = state.ordered?.hasRoom ?? true
            print(state.ordered?.add(page) ?? [page], &state)
            return !hadRoom && state.ordered?.hasRoom == true
        }
    }

    /// Passes on what is printed, and shows how far it is.
    ///
    /// - Parameter total: how many addresses there are; nil if that is not known yet.
    func tick(total: Int?) {
        state.withLock { state in
            flush(&state)
            state.progress.total = total
            show(&state)
        }
    }

    /// Prints what is left.
    func close() {
        state.withLock { conclude(&$0) }
    }

    /// Prints what is left, and for people a line that sums up, on standard error.
    func finish() {
        close()
        guard isForPeople else { return }
        state.withLock { state in
            let (done, failures) = (state.progress.done, state.progress.failures)
            OutputStream.error.print("\(done - failures) fetched, \(failures) failed, \(elapsed.inSeconds)")
        }
    }

    /// Prints what is left, whole lines all of them; then `body` ends the process, and nothing is printed any more.
    func abandon(_ body: () -> Never) {
        state.withLock { state in
            conclude(&state)
            body()
        }
    }

    // MARK: With the lock held

    private func conclude(_ state: inout State) {
        print(state.ordered?.removeAll() ?? [], &state)
        wipe(&state)
        flush(&state)
    }

    private func flush(_ state: inout State) {
        guard !state.unflushed.isEmpty else { return }
        output.flush()
        journal?.append(state.unflushed.filter(Journal.isFinished))
        state.unflushed.removeAll(keepingCapacity: true)
    }

    private func print(_ pages: [PageResult], _ state: inout State) {
        if pages.isEmpty { return }
        if output.isTerminal { wipe(&state) }
        for page in pages {
            for line in format.lines(for: page) { output.print(line) }
        }
        state.unflushed += pages
    }

    private func show(_ state: inout State) {
        guard let width = Terminal.width(of: OutputStream.error.descriptor) else { return }
        let seconds = elapsed / .seconds(1)
        guard let line = state.bar?.line(state.progress, at: seconds, width: width) else { return }
        OutputStream.error.write("\r\u{1B}[K" + line)
        OutputStream.error.flush()
        state.isBarShown = true
    }

    private func wipe(_ state: inout State) {
        guard state.isBarShown else { return }
        OutputStream.error.write("\r\u{1B}[K")
        OutputStream.error.flush()
        state.isBarShown = false
    }
}

extension Duration {
    /// To the hundredth, for people.
    var inSeconds: String {
        "\((self / .seconds(1)).decimals(2)) s"
    }
}
