// Command tests › Report: a reader who does not read, and what another run goes on from.

import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCommand

struct ReportTests {
    private func options(_ descriptor: Int32) -> Report.Options {
        var options = Report.Options()
        options.format = .tsv
        options.output = OutputStream(descriptor: descriptor, name: "the test")
        options.isForPeople = false
        return options
    }

    /// Both ends; what is written waits for a reader.
    private func pipeEnds() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        // Safety: the kernel writes two numbers into our array.
        precondition(unsafe pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private func lines(from descriptor: Int32) -> [Substring] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        // Safety: the kernel writes at most as many bytes as the array has.
        while case let count = unsafe read(descriptor, &block, block.count), count > 0 {
            bytes += block[..<count]
        }
        close(descriptor)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    @Test func whoAddsDoesNotWaitForAReaderWhoDoesNot() async throws {
        let ends = pipeEnds()
        let report = Report(options(ends.write))
        let title = String(repeating: "x", count: 5000)
        var count = 0
        while !report.isBehind {
            _ = report.add(page("http://a/\(count)", number: count, title: title))
            count += 1
        }
        #expect(count >= Report.room / 6000)
        let printed = try await onPlainThread {
            let printer = PlainThread(name: "printer") {
                report.close()
                close(ends.write)
            }
            defer { printer.join() }
            return lines(from: ends.read).count
        }
        #expect(printed == count + 1)
        #expect(!report.isBehind)
    }

    @Test func whatIsNotItsTurnYetIsLeftToAnotherRun() async throws {
        for hasJournal in [true, false] {
            let (output, journal) = (try TemporaryFile(), try TemporaryFile())
            let (outputPath, journalPath) = (output.path, journal.path)
            try await onPlainThread {
                // Safety: the text outlives the call.
                var options = self.options(unsafe open(outputPath, O_WRONLY))
                options.isOrdered = true
                options.journal = hasJournal ? try Journal(journalPath) : nil
                let report = Report(options)
                for number in [0, 2, 3] {
                    _ = report.add(page("http://a/\(number)", number: number, title: nil))
                }
                report.close()
                close(options.output.descriptor)
            }
            #expect(try output.lines.count == (hasJournal ? 2 : 4))
            #expect(try journal.lines == (hasJournal ? ["http://a:80/0"] : []))
        }
    }

    @Test func ifNothingCanBePrintedTheLineOfProgressIsWipedAway() throws {
        let screen = try TemporaryFile()
        // Safety: the texts outlive the calls.
        let (full, terminal) = unsafe (open("/dev/full", O_WRONLY), open(screen.path, O_WRONLY))
        defer { for descriptor in [full, terminal] { close(descriptor) } }
        var printer = Printer(
            OutputStream(descriptor: full, name: "the test"), nil,
            terminal: OutputStream(descriptor: terminal, name: "the screen"))
        try printer.write(Batch(bar: "1/2"))
        let error = #expect(throws: CannotWrite.self) { try printer.write(Batch(text: OutputText("line\n"))) }
        #expect(error?.error == ENOSPC)
        #expect(try screen.text == "\r\u{1B}[K1/2\r\u{1B}[K")
    }
}
