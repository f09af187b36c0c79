// Measuring › ProcessTimes: what a process took, counted by the kernel and written as zsh's `time` writes it.

internal import Glibc

struct ProcessTimes: Sendable, Equatable {
    /// Its processors' time in the program, of all its threads together.
    let userSeconds: Double
    /// Its processors' time in the kernel.
    let systemSeconds: Double
    /// From its start to its end by the clock on the wall.
    let totalSeconds: Double

    /// How much of one processor it had, in per cent: above 100 if it had several. Rounded down, as in zsh.
    var processorPercent: Int {
        totalSeconds > 0 ? Int(100 * (userSeconds + systemSeconds) / totalSeconds) : 0
    }

    /// The total as zsh's `%*E`: `3.173`, `1:02.35`, `1:00:02.35`.
    var total: String {
        let minutes = Int(totalSeconds) / 60
        guard minutes > 0 else { return totalSeconds.decimals(3) }
        let seconds = padded(totalSeconds - Double(60 * minutes))
        guard minutes >= 60 else { return "\(minutes):\(seconds)" }
        return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):\(seconds)"
    }

    private func padded(_ seconds: Double) -> String {
        let text = seconds.decimals(2)
        return text.count < 5 ? "0" + text : text
    }
}

extension ProcessTimes {
    /// - Parameter usage: what wait4 said about the process.
    init(_ usage: rusage, total: Duration) {
        self.init(
            userSeconds: seconds(usage.ru_utime), systemSeconds: seconds(usage.ru_stime),
            totalSeconds: total / .seconds(1))
    }
}

private func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
}
