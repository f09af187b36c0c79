// Watchdog › EventLoop: the watchdog's public face.

extension EventLoop {
    /// Reports a call that blocks an event loop while it blocks it: which function made it, in which file and line, and
    /// what to call instead.
    ///
    /// Everything on a loop shares its one thread, so a callback that sleeps, reads a slow file or computes for long
    /// stops all the others. A thread of its own looks at the loops of the process; one whose present callback has run
    /// for longer than `threshold` is reported, once per callback, to `handler`. A call that waits in the kernel is not
    /// interrupted by that, and takes as long as it would have. Loops of a seeded run are not watched.
    ///
    /// asyncio has it as `loop.slow_callback_duration` in its debug mode, which reports when the callback is over;
    /// Node.js as packages (`blocked-at`).
    ///
    /// The environment variable `BRAID_WATCHDOG` holds `off`, or the threshold in milliseconds. All of this can be set
    /// from any thread.
    public enum Watchdog {
        /// Whether blocked loops are reported; true unless `BRAID_WATCHDOG` is `off`. Loops that were started while it
        /// was false are not watched at all.
        public static var isOn: Bool {
            get { Watcher.shared.settings.isOn }
            set { Watcher.shared.change { $0.isOn = newValue } }
        }

        /// How long a callback may run without being reported; 100 ms unless set. A report comes after the threshold
        /// and a quarter of it at the latest, if the machine is not overloaded. asyncio's `slow_callback_duration`.
        ///
        /// - Precondition: at least one millisecond.
        public static var threshold: Duration {
            get { Watcher.shared.settings.threshold }
            set {
                precondition(
                    newValue >= .milliseconds(1), "the watchdog's threshold is a millisecond at least")
                Watcher.shared.change { $0.threshold = newValue }
            }
        }

        /// Called with each report, on the watchdog's thread, while the loop is blocked; must not wait for the loop.
        /// If nil, the report is written to standard error.
        public static var handler: (@Sendable (Blockage) -> Void)? {
            get { Watcher.shared.settings.handler }
            set { Watcher.shared.change { $0.handler = newValue } }
        }
    }
}
