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
        if state.failures > 0 { parts.append(red("\(state.failures) failed")) }
        guard let total = state.total, total > 0 else {
            return (["\(state.done) done"] + parts).joined(separator: "  ")
        }
        if rate > 0 { parts.append(Progress.clock(Double(total - state.done) / rate) + " left") }
        let figures = (["\(state.done)/\(total)"] + parts).joined(separator: "  ")
        let filled = Progress.barWidth * min(state.done, total) / total
        let bar =
            "[" + String(repeating: "#", count: filled)
            + String(repeating: "-", count: Progress.barWidth - filled) + "] "
        return width > figures.count + bar.count ? bar + figures : figures
    }

    private func red(_ text: String) -> String {
        hasColours ? "\u{1B}[31m\(text)\u{1B}[0m" : text
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
