// Stress › Options: the command line.

internal import Glibc

struct Options {
    var seconds = 600
    /// The one program to run; nil for a new one each time.
    var seed: UInt64?

    static let usage = """
        usage: run [--seconds N] [--seed S]
        Runs random programs of goroutines for N seconds (600), with 1, 2, 4 and 8 workers and under the seeded
        scheduler in turn. With a seed, the program that the seed makes, again and again.
        """

    init(_ arguments: some Sequence<String>) {
        var rest = arguments.makeIterator()
        while let name = rest.next() {
            if name == "--help" {
                print(Options.usage)
                exit(0)
            }
            guard let value = rest.next() else { Options.refuse() }
            switch name {
            case "--seconds":
                guard let seconds = Int(value), seconds > 0 else { Options.refuse() }
                self.seconds = seconds
            case "--seed":
                guard let seed = UInt64(value) else { Options.refuse() }
                self.seed = seed
            default: Options.refuse()
            }
        }
    }

    private static func refuse() -> Never {
        Verdicts.write(Options.usage)
        exit(2)
    }
}
