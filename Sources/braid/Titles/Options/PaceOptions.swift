// Options › PaceOptions: how much at a time, and what happens when something fails.

internal import ArgumentParser

struct PaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many pages to fetch at the same time.", valueName: "n"))
    var concurrency = 100

    @Option(
        help: ArgumentHelp(
            "How many of them from one server, which is a host and a port; the others go on.", valueName: "n")
    )
    var perHost: Int?

    @Option(
        help: ArgumentHelp(
            "How many pages a second to start at each server, such as 2 or 0.5, however many at a time.",
            valueName: "n"))
    var rate: Double?

    @Flag(
        inversion: .prefixedNo,
        help: "Fetch an address once, even if it is given more often. It takes 16 bytes an address.")
    var unique = true

    @Flag(help: "Start nothing more once a page has failed; what is in progress is finished.")
    var failFast = false

    func validate() throws {
        guard (1...10_000).contains(concurrency) else {
            throw ValidationError("--concurrency: a number from 1 to 10000 is wanted, not \(concurrency)")
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
            stopsAtFirstFailure: failFast)
    }
}
