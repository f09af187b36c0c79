// Command tests › Report formats: what each makes of one page.

import BraidCore
import BraidHTTP
import HTTPTypes
import Testing

@testable import BraidCommand

/// A page with this title, or without.
func page(_ address: String, number: Int = 0, title: String?, status: Int = 200) -> PageResult {
    let head = title.map { "<title>\($0)</title>" } ?? ""
    let response = Response(
        url: address, finalURL: address, status: HTTPResponse.Status(code: status), body: Array(head.utf8))
    return PageResult(
        of: Visit(address, number: number), at: Instant(nanoseconds: 1_234_567_500), .success(response))
}

extension ResultFormat {
    func lines(for page: PageResult) -> [String] {
        var text = OutputText()
        append(page, to: &text)
        return String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

struct ReportFormatTests {
    @Test func commasAndQuotationMarksAreQuoted() throws {
        let line = SeparatedFormat.commas().lines(for: page("http://a/", title: "One, \"two\""))[0]
        #expect(line.hasPrefix("http://a/,http://a/,200,\"One, \"\"two\"\"\","), "\(line)")
        #expect(SeparatedFormat.commas().header?.hasPrefix("url,final_url,status,title,") == true)
    }

    @Test func tabsInTitlesCannotAddFields() {
        let line = SeparatedFormat.tabs().lines(for: page("http://a/", title: "a&Tab;b\u{0B}c"))[0]
        #expect(line.split(separator: "\t", omittingEmptySubsequences: false).count == 10)
    }

    @Test func wideCharactersTakeTwoColumns() {
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("東京") == 4)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("👩‍👩‍👧") == 2)
        #expect(DisplayWidth.of("❤️") == 2)
        #expect(DisplayWidth.of("한글ｆ") == 6)
        #expect(DisplayWidth.of("←é") == 2)
        #expect(DisplayWidth.of("🇨🇭🇯🇵") == 4)
        #expect(DisplayWidth.of("🇨") == 1)
    }

    @Test func aTextIsCutWhereItsNextCharacterWouldNotFit() {
        #expect(DisplayWidth.shortened("東京の天気", to: 10) == "東京の天気")
        #expect(DisplayWidth.shortened("東京の天気", to: 9) == "東京の天…")
        #expect(DisplayWidth.shortened("東京の天気", to: 8) == "東京の…")
    }

    @Test(arguments: [20, 40, 80, 200])
    func aRowFitsTheTerminal(width: Int) {
        let format = TableFormat(width: width)
        for title in ["short", String(repeating: "東", count: 300), String(repeating: "x", count: 300)] {
            for address in ["http://a/", "http://a/" + String(repeating: "y", count: 300)] {
                #expect(DisplayWidth.of(format.lines(for: page(address, title: title))[0]) < width)
            }
        }
    }

    @Test func titlesStandBelowEachOther() {
        let format = TableFormat(width: 80)
        let lines = ["http://a/", "http://a/東京", "http://a/" + String(repeating: "y", count: 99)].map {
            format.lines(for: page($0, title: "TITLE"))[0]
        }
        let columns = lines.map { line in DisplayWidth.of(String(line.prefix { $0 != "T" })) }
        #expect(Set(columns) == [32])
    }

    @Test func aTitleCannotCommandTheTerminal() {
        let line = TableFormat(width: nil).lines(for: page("http://a/", title: "a\u{1B}[2Jb\u{202E}c"))[0]
        #expect(line.hasSuffix("a\u{FFFD}[2Jb\u{FFFD}c"))
    }
}

struct OrderedResultsTests {
    @Test func resultsComeInTheOrderOfTheAddresses() {
        var ordered = OrderedResults()
        let pages = (0..<4).map { page("http://a/\($0)", number: $0, title: nil) }
        #expect(ordered.add(pages[2]).isEmpty)
        #expect(ordered.add(pages[0]).map(\.visit.number) == [0])
        #expect(ordered.add(pages[1]).map(\.visit.number) == [1, 2])
        #expect(ordered.add(pages[3]).map(\.visit.number) == [3])
    }

    @Test func whatIsLeftBehindAGapComesAtTheEnd() {
        var ordered = OrderedResults()
        for number in [5, 3, 4] { _ = ordered.add(page("http://a/\(number)", number: number, title: nil)) }
        #expect(ordered.removeAll().map(\.visit.number) == [3, 4, 5])
        #expect(ordered.removeAll().isEmpty)
    }
}

struct ProgressTests {
    @Test func itSaysHowFarHowFastAndHowLong() {
        var progress = Progress(hasColours: false)
        let state = Progress.State(done: 100, failures: 3, total: 400)
        let line = progress.line(state, at: 10, width: 80)
        #expect(line == "[######------------------] 100/400  10/s  3 failed  0:30 left")
    }

    @Test func withoutATotalNothingIsForetold() {
        var progress = Progress(hasColours: false)
        #expect(progress.line(Progress.State(done: 5), at: 10, width: 80) == "5 done  0.5/s")
    }

    @Test func theRateIsThatOfTheLastSeconds() {
        var progress = Progress(hasColours: false)
        for second in 1...20 {
            _ = progress.line(Progress.State(done: 1000 * second), at: Double(second), width: 80)
        }
        var line = ""
        for second in 21...40 {
            line = progress.line(Progress.State(done: 20_000), at: Double(second), width: 80)
        }
        #expect(line == "20000 done  0.0/s")
    }

    private func line(width: Int, hasColours: Bool = false) -> String {
        var progress = Progress(hasColours: hasColours)
        return progress.line(Progress.State(done: 1, failures: 1, total: 2), at: 1, width: width)
    }

    @Test func aNarrowTerminalHasNoBarAndAsManyFiguresAsFit() {
        #expect(line(width: 32) == "1/2  1.0/s  1 failed  0:01 left")
        #expect(line(width: 31) == "1/2  1.0/s  1 failed")
        #expect(line(width: 20) == "1/2  1.0/s")
        #expect(line(width: 3) == "1/")
        for width in 1...100 { #expect(line(width: width).count < width) }
    }

    @Test func coloursTakeNoRoom() {
        #expect(line(width: 32, hasColours: true) == "1/2  1.0/s  \u{1B}[31m1 failed\u{1B}[0m  0:01 left")
        let bar = "[############------------] "
        #expect(line(width: 60, hasColours: true).hasPrefix(bar))
    }

    @Test func theTimeToGoIsInHoursMinutesAndSeconds() {
        #expect(Progress.clock(3725.2) == "1:02:06")
    }
}
