// Goroutine › Trace for Chrome: the steps as a picture: a line for each worker, on it what it ran, and arrows from whoever
// woke a goroutine to where it ran next.
//
// Chrome's Trace Event Format. Stays are complete events (`X`), because a pair of begin and end would be torn where the
// ring has overwritten one of the two: a stay whose begin is gone is left out. An arrow (`s` to `f`) must lie within the
// stays that it joins, so it starts where `ready` was noted and ends where the goroutine was resumed.

extension Goroutine.Trace {
    /// A trace in the JSON of Chrome's Trace Event Format, which Perfetto and `chrome://tracing` show.
    ///
    /// Workers are threads there, and a goroutine's stay on one is a slice; what it waited for afterwards, and who woke it,
    /// is told with the slice. Steps on threads that are no workers are on a line of their own.
    public static func chrome(_ events: [Event]) -> String {
        var picture = ChromePicture()
        for event in events { picture.add(event) }
        return picture.json
    }
}

private struct ChromePicture {
    private typealias Event = Goroutine.Trace.Event

    /// What runs on a worker, or its sleep.
    private struct Stay {
        let name: String
        let start: UInt64
    }

    private var lines: [String] = []
    private var stays: [Int: Stay] = [:]
    /// Goroutines that are ready and have not been resumed, with the numbers of their arrows.
    private var arrows: [Goroutine.ID: Int] = [:]
    private var lastArrow = 0
    private var threads: Set<Int> = []

    var json: String {
        let names = threads.sorted().map { thread in
            let name = thread == 0 ? "other threads" : "worker \(thread - 1)"
            return #"{"ph":"M","name":"thread_name","pid":1,"tid":\#(thread),"args":{"name":"\#(name)"}}"#
        }
        return #"{"displayTimeUnit":"ns","traceEvents":["# + "\n" + (names + lines).joined(separator: ",\n")
            + "\n]}\n"
    }

    mutating func add(_ event: Goroutine.Trace.Event) {
        let thread = event.worker.map { $0 + 1 } ?? 0
        threads.insert(thread)
        let name = event.goroutine.map { "goroutine \($0)" } ?? "worker"
        switch event.kind {
        case .begun, .resumed:
            stays[thread] = Stay(name: name, start: event.nanoseconds)
            if let id = event.goroutine, let arrow = arrows.removeValue(forKey: id) {
                lines.append(line("f", "ready", event, thread, #","cat":"ready","id":\#(arrow),"bp":"e""#))
            }
        case .parked(let reason): end(event, thread, then: reason)
        case .yielded: end(event, thread, then: "yielded")
        case .ended: end(event, thread, then: "ended")
        case .workerSlept(let inPoller):
            stays[thread] = Stay(
                name: inPoller ? "waits for descriptors" : "sleeps", start: event.nanoseconds)
        case .workerWoke: end(event, thread, then: "looks for work")
        case .ready(let cause):
            instant(
                "ready: \(name)", event, thread, cause.map { #","args":{"by":"goroutine \#($0)"}"# } ?? "")
            guard let id = event.goroutine else { return }
            lastArrow += 1
            arrows[id] = lastArrow
            lines.append(line("s", "ready", event, thread, #","cat":"ready","id":\#(lastArrow)"#))
        case .launched: instant("launched: \(name)", event, thread)
        case .stolen(let count, let seat): instant("stole \(count) from seat \(seat)", event, thread)
        case .overflowed(let count), .shared(let count):
            instant("\(count) to the queue of all", event, thread)
        case .seatTaken(let seat): instant("took seat \(seat)", event, thread)
        case .seatLost(let seat): instant("seat \(seat) was lost", event, thread)
        }
    }

    private mutating func end(_ event: Event, _ thread: Int, then what: String) {
        guard let stay = stays.removeValue(forKey: thread) else { return }
        let duration = microseconds(event.nanoseconds - min(stay.start, event.nanoseconds))
        lines.append(
            #"{"ph":"X","name":"\#(stay.name)","pid":1,"tid":\#(thread),"ts":\#(microseconds(stay.start)),"#
                + #""dur":\#(duration),"args":{"then":"\#(what)"}}"#)
    }

    private mutating func instant(_ name: String, _ event: Event, _ thread: Int, _ rest: String = "") {
        lines.append(line("i", name, event, thread, #","s":"t""# + rest))
    }

    private func line(_ phase: String, _ name: String, _ event: Event, _ thread: Int, _ rest: String)
        -> String
    {
        #"{"ph":"\#(phase)","name":"\#(name)","pid":1,"tid":\#(thread),"ts":\#(microseconds(event.nanoseconds))\#(rest)}"#
    }

    /// The format's unit, with nanoseconds behind the point.
    private func microseconds(_ nanoseconds: UInt64) -> String {
        let fraction = String(nanoseconds % 1_000)
        return "\(nanoseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
