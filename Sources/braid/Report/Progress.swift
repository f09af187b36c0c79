// Report › Progress: the last line of a terminal while pages are fetched: how far, how fast, how long to go.
//
// The rate is that of the last ten seconds, so that the time to go follows what happens now.

struct Progress {
    struct State: Equatable {
        var done = 0
        var failures = 0
        /// How many there will be; nil while more addresses are being read.
        var total: Int?
    }

    private static let memory = 10.0
    private static let barWidth = 24

    let hasColours: Bool
    private var samples: [(seconds: Double, done: Int)] = [(0, 0)]

    init(hasColours: Bool) {
        self.hasColours = hasColours
    }

    /// The line for a moment, in seconds since the start, which never go back.
    mutating func line(_ state: State, at seconds: Double, width: Int) -> String {
        samples.append((seconds, state.done))
        while samples.count > 2, samples[1].seconds < seconds - Progress.memory { samples.removeFirst() }
        let (start, before) = samples[0]
        let rate = seconds > start ? Double(state.done - before) / (seconds - start) : 0
        var parts = [rate < 10 ? "\(rate.decimals(1))/s" : "\(rate.decimals(0))/s"]
        if state.failures > 0 { parts.append("\(state.failures) failed") }
        // The last column stays free: some terminals go to the next line once it is written.
        guard let total = state.total, total > 0 else {
            return coloured(fitting(["\(state.done) done"] + parts, in: width - 1), state)
        }
        if rate > 0 { parts.append(Progress.clock(Double(total - state.done) / rate) + " left") }
        let figures = fitting(["\(state.done)/\(total)"] + parts, in: width - 1)
        let filled = Progress.barWidth * min(state.done, total) / total
        let bar =
            "[" + String(repeating: "#", count: filled)
            + String(repeating: "-", count: Progress.barWidth - filled) + "] "
        return (width > figures.count + bar.count ? bar : "") + coloured(figures, state)
    }

    /// As many of the parts as there is room for; the first, if not even that, without its end.
    private func fitting(_ parts: [String], in width: Int) -> String {
        var line = String(parts[0].prefix(max(0, width)))
        for part in parts.dropFirst() {
            guard line.count + 2 + part.count <= width else { break }
            line += "  " + part
        }
        return line
    }

    /// Failures are red where colours are welcome, which take no room.
    private func coloured(_ figures: String, _ state: State) -> String {
        let failed = "  \(state.failures) failed"
        guard hasColours, state.failures > 0, let range = figures.firstRange(of: failed) else {
            return figures
        }
        return figures[..<range.lowerBound] + "  \u{1B}[31m\(state.failures) failed\u{1B}[0m"
            + figures[range.upperBound...]
    }

    /// Hours, minutes and seconds.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        let (minutes, rest) = (whole / 60, whole % 60)
        let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return minutes < 60
            ? "\(minutes):\(digits(rest))" : "\(minutes / 60):\(digits(minutes % 60)):\(digits(rest))"
    }
}
