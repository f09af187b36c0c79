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
        // What would round up to a minute is one.
        guard totalSeconds >= 59.9995 else { return totalSeconds.decimals(3) }
        let hundredths = Int((totalSeconds * 100).rounded())
        let (minutes, rest) = (hundredths / 6000, hundredths % 6000)
        let seconds = "\(twoDigits(rest / 100)).\(twoDigits(rest % 100))"
        guard minutes >= 60 else { return "\(minutes):\(seconds)" }
        return "\(minutes / 60):\(twoDigits(minutes % 60)):\(seconds)"
    }

    private func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
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
