// Command tests › Help: what --help says is true, fits a terminal, and is what the manual page and the completions say.

import ArgumentParser
import Foundation
import Testing

@testable import BraidCommand

struct HelpTests {
    private static let commands: [any ParsableCommand.Type] = [
        BraidCommand.self, TitlesCommand.self, CompareCommand.self, SiteCommand.self,
    ]

    private static let help = commands.map { ($0.configuration.commandName ?? "", text(of: $0)) }

    private static func text(of command: any ParsableCommand.Type) -> String {
        BraidCommand.helpMessage(for: command, columns: 80)
    }

    /// All long options that a text names.
    private func options(in text: String) -> Set<String> {
        Set(text.matches(of: /(?:^|[^\w-])(--[a-z][a-z-]*[a-z])/).map { String($0.output.1) })
    }

    @Test(arguments: help)
    func noLineIsWiderThanATerminal(command: String, help: String) {
        for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(arguments: help.filter { $0.0 != "site" })
    func itHasTheSectionsOfAManualPage(command: String, help: String) {
        for section in ["EXAMPLES:", "EXIT STATUS:", "USAGE:", "OPTIONS:"] {
            #expect(help.contains("\n\(section)"), "\(section)")
        }
        #expect(help.contains("ENVIRONMENT:") == (command != "braid"))
    }

    @Test(arguments: help)
    func everyExampleIsGoodUsage(command: String, help: String) throws {
        let examples = help.split(separator: "\n").compactMap { line in
            line.hasPrefix("    ") ? line.range(of: "braid ").map { line[$0.upperBound...] } : nil
        }
        #expect(examples.isEmpty == (command == "site"))
        for example in examples {
            let words = example.split(separator: " ").map(String.init)
            // The list is not there; that it could be read is not the example's business.
            let absent = words.map { $0 == "list.txt" ? "/dev/null" : $0 }
            #expect(throws: Never.self, "\(example)") { try BraidCommand.parseAsRoot(absent) }
        }
    }

    @Test(arguments: help.filter { $0.0 != "braid" })
    func theManualPageHasTheSameOptions(command: String, help: String) throws {
        // What the generator of manual pages reads.
        let dump = BraidCommand._dumpHelp()
        for option in options(in: help) {
            let name = option.dropFirst(2)
            #expect(dump.contains("\"\(name)\"") || dump.contains("--\(name)"), "\(option)")
        }
    }

    @Test(arguments: [CompletionShell.bash, .zsh, .fish])
    func theCompletionsHaveTheSameOptions(shell: CompletionShell) {
        let script = BraidCommand.completionScript(for: shell)
        for (_, help) in Self.help {
            for option in options(in: String(help.split(separator: "USAGE:").last ?? "")) {
                let name = option.dropFirst(2)
                #expect(script.contains(shell == .fish ? "\(name)" : option), "\(shell) \(option)")
            }
        }
    }

    @Test(arguments: [
        (["--concurrency", "0"], "--concurrency: a number from 1 to 10000 is wanted, not 0"),
        (["--format", "xml"], "'xml' is invalid for '--format <format>'. Please provide one of 'table'"),
        (["--header", "x"], "'--header <field>': a name, a colon and a value are wanted, such as"),
        (["--header", "a b: x"], "'--header <field>': “a b” is no name of a field"),
        (["--frmat", "csv"], "Unknown option '--frmat'. Did you mean '--format'?"),
        (["--input", "/none"], "--input: cannot read /none: No such file or directory"),
        (["--cacert", "/none"], "--cacert: cannot read /none: No such file or directory"),
        (["--select", "//a["], "'--select <xpath>': “[” is never closed, at character 4"),
        (["--timeout=-1"], "--timeout: a number of seconds above zero is wanted, not -1.0"),
        (["--max-body", "0"], "--max-body: a number of bytes above zero is wanted, not 0"),
        (["--rate", "x"], "'x' is invalid for '--rate <n>'"),
    ])
    func badUsageNamesTheOptionAndWhatWouldBeRight(words: [String], message: String) throws {
        let error = try #require(throws: (any Error).self) {
            try BraidCommand.parseAsRoot(["titles"] + words)
        }
        #expect(
            BraidCommand.fullMessage(for: error).contains(message), "\(BraidCommand.fullMessage(for: error))")
    }
}
