// braid › BraidCommand: the command line's root. It names the subcommands and decides the exit status.

internal import ArgumentParser
internal import Glibc

@main
struct BraidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "braid",
        abstract: "Three concurrency models on one runtime, at work on many web pages.",
        discussion: """
            Goroutines, asyncio and promises do the same work, side by side: fetch many pages at once, and \
            run small programs that tell the models apart.

            EXAMPLES:
              See the difference on a small site of its own:
                braid titles
              Fetch pages, in whichever model:
                braid titles --model promises https://www.swift.org go.dev
              What a blocking call costs in each model, beside Python, node and Go:
                braid compare --only time-sleep blocking-call

            EXIT STATUS:
              0    All went well.
              1    Something failed.
              2    Bad usage.
            """,
        version: "0.1.0",
        subcommands: [
            TitlesCommand.self, CompareCommand.self, SiteCommand.self, ExperimentCommand.self,
        ])

    /// As ArgumentParser's own, but bad usage exits with 2, as it does in most commands, instead of 64.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            OutputStream.error.print(fullMessage(for: error))
            Glibc.exit(ExitStatus.badUsage.rawValue)
        }
    }
}

/// What the command says to the shell.
enum ExitStatus: Int32 {
    case allFetched = 0
    case someFailed = 1
    case badUsage = 2
    /// As a shell says of a process that the signal has killed; so does an interruption, with 130.
    case brokenPipe = 141
}
