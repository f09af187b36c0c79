// Watchdog › WatchdogSettings: whether loops are watched, how long is too long, and who is told.

struct WatchdogSettings: Sendable {
    var isOn = true
    var threshold = Duration.milliseconds(100)
    /// Nil: one text on standard error.
    var handler: (@Sendable (EventLoop.Blockage) -> Void)?

    var thresholdNanoseconds: UInt64 {
        Instant(nanoseconds: 0).advanced(by: threshold).nanoseconds
    }

    /// `BRAID_WATCHDOG`: "off", or the threshold in milliseconds.
    static var fromEnvironment: WatchdogSettings {
        var settings = WatchdogSettings()
        switch Environment.text("BRAID_WATCHDOG") {
        case nil: break
        case "off": settings.isOn = false
        case _:
            guard let milliseconds = Environment.integer("BRAID_WATCHDOG") else { break }
            settings.threshold = .milliseconds(milliseconds)
        }
        return settings
    }
}
