// Report › Printer: writes what a report has gathered, on a thread that may wait for whoever reads.
//
// The line of progress and the results may share a terminal: the line is wiped away before anything is printed over it,
// and drawn again below. The kernel has a result before the journal says that its address is finished.

/// What is printed in one go.
struct Batch: Sendable {
    /// Whole lines.
    var text = OutputText()
    /// The addresses that are finished with them, as they were given.
    var finished: [String] = []
    /// How far it is; nil for no news.
    var bar: String?

    var isEmpty: Bool { text.isEmpty && bar == nil }
}

/// To be used by one thread.
struct Printer: ~Copyable {
    private let output: OutputStream
    private let journal: Journal?
    private let terminal: OutputStream
    private var bar: String?

    /// - Parameter terminal: where the line of progress is.
    init(_ output: OutputStream, _ journal: Journal?, terminal: OutputStream = .error) {
        self.output = output
        self.journal = journal
        self.terminal = terminal
    }

    mutating func print(_ batch: Batch) {
        do throws(CannotWrite) {
            try write(batch)
        } catch {
            OutputStream.giveUp(error)
        }
    }

    /// As above; where that cannot be done, nothing is left on the terminal.
    mutating func write(_ batch: Batch) throws(CannotWrite) {
        if !batch.text.isEmpty {
            let shown = bar
            if output.isTerminal { wipe() }
            do throws(CannotWrite) {
                try output.send(batch.text)
                try journal?.append(batch.finished)
            } catch {
                wipe()
                throw error
            }
            if bar == nil, let shown { show(shown) }
        }
        if let bar = batch.bar { show(bar) }
    }

    /// Nothing is printed any more.
    consuming func end() {
        wipe()
        journal?.synchronize()
    }

    private mutating func show(_ line: String) {
        bar = line
        terminal.write("\r\u{1B}[K" + line)
        terminal.flush()
    }

    private mutating func wipe() {
        guard bar != nil else { return }
        bar = nil
        terminal.write("\r\u{1B}[K")
        terminal.flush()
    }
}
