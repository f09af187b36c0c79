// Options › PaceOptions: how much at a time, and what happens when something fails.

internal import ArgumentParser

struct PaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many pages to fetch at the same time, as far as the system's limit of open files allows.",
            valueName: "n"))
    var concurrency = 100

    @Option(
        help: ArgumentHelp(
            "How many of them from one server, which is a host by http and https; another port is another server. The others go on.",
            valueName: "n")
    )
    var perHost: Int?

    @Option(
        help: ArgumentHelp(
            "How many pages a second to start at each server, such as 2 or 0.5, however many at a time.",
            valueName: "n"))
    var rate: Double?

    @Option(
        help: ArgumentHelp(
            "How often to try a page again that has failed in a way that may pass: status 408, 429 or 5xx, no connection, or one that broke or took too long. The pauses double from one second to a minute, half of it left to chance; a Retry-After counts up to five minutes, and a page for which it is longer is not tried again. After 429, or 503 with Retry-After, nothing else is asked of the server that answered until then, even without retries.",
            valueName: "n"))
    var retries = 0

    @Option(help: ArgumentHelp("What the chance starts from: the same, the same pauses.", valueName: "n"))
    var seed: UInt64?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Fetch an address once, even if it is given more often. To remember them takes about 16 bytes an address."
    )
    var unique = true

    @Flag(help: "Start nothing more once a page has failed; what is in progress is finished.")
    var failFast = false

    func validate() throws {
        guard (1...10_000).contains(concurrency) else {
            throw ValidationError("--concurrency: a number from 1 to 10000 is wanted, not \(concurrency)")
        }
        guard (0...100).contains(retries) else {
            throw ValidationError("--retries: a number from 0 to 100 is wanted, not \(retries)")
        }
        if let perHost, perHost < 1 {
            throw ValidationError("--per-host: a number above zero is wanted, not \(perHost)")
        }
        if let rate, !(rate >= 0.0001 && rate <= 100_000) {
            throw ValidationError("--rate: pages a second are wanted, from 0.0001 to 100000, not \(rate)")
        }
    }

    var limits: Agenda.Limits {
        Agenda.Limits(
            perHost: perHost ?? .max, interval: rate.map { .seconds(1 / $0) } ?? .zero, isUnique: unique,
            retries: RetryPolicy(retries: retries, seed: seed ?? .random(in: 0...(.max))),
            stopsAtFirstFailure: failFast)
    }
}
