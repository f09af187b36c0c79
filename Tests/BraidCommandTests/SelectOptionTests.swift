// Command tests › Select: what --select prints, in every model and every format.

import BraidCore
import BraidHTML
import BraidHTTP
import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidCommand

private let body = "<title>T</title><h1> One\n  line </h1><a href=/a>,</a><a href=/b>\"</a>"

struct SelectOptionTests {
    private let server = LoopbackServer { exchange in
        switch exchange.path {
        case "/gone": exchange.respond("404 Not Found", [], "<h1>gone</h1>")
        case "/empty": exchange.respond("200 OK", [], "<title>T</title>")
        default: exchange.respond("200 OK", [], body)
        }
    }

    private func run(_ format: String, _ xpath: String, _ path: String, model: Model) async throws
        -> TitlesRun
    {
        try await TitlesRun(
            ["--model", model.rawValue, "--format", format, "--select", xpath, server.url(path)])
    }

    @Test(arguments: Model.allCases)
    func eachMatchIsALineInPlaceOfTheTitle(model: Model) async throws {
        let run = try await run("tsv", "//a/@href", "/page", model: model)
        #expect(run.lines[0].split(separator: "\t")[3] == "match")
        #expect(run.fields(3) == ["/a", "/b"])
        #expect(run.addresses == [server.url("/page"), server.url("/page")])
        #expect(run.failures == 0)
    }

    @Test(arguments: Model.allCases)
    func aValueIsALine(model: Model) async throws {
        #expect(try await run("tsv", "count(//a)", "/page", model: model).fields(3) == ["2"])
        #expect(try await run("tsv", "//h1 = 'x'", "/page", model: model).fields(3) == ["false"])
    }

    @Test(arguments: Model.allCases)
    func aPageWithoutAMatchHasALine(model: Model) async throws {
        let run = try await run("tsv", "//h1", "/empty", model: model)
        #expect(run.fields(3) == [""])
        #expect(run.fields(8) == [""])
        #expect(run.failures == 0)
    }

    @Test(arguments: Model.allCases)
    func anErrorsPageIsReadToo(model: Model) async throws {
        let run = try await run("tsv", "//h1", "/gone", model: model)
        #expect(run.fields(3) == ["gone"])
        #expect(run.fields(8) == ["status"])
        #expect(run.failures == 1)
    }

    @Test func onATableALineHasNoLineBreaks() async throws {
        let lines = try await run("table", "//h1 | //a", "/page", model: .goroutines).lines
        #expect(lines.map { $0.drop { $0 != " " }.drop { $0 == " " } } == ["One line", ",", "\""])
        let empty = try await run("table", "//h1", "/empty", model: .goroutines).lines
        #expect(empty.count == 1 && empty[0].hasSuffix("(no match)"))
    }

    @Test func separatedByCommasAMatchMayHaveCommas() async throws {
        let lines = try await run("csv", "//h1 | //a", "/page", model: .goroutines).lines.dropFirst()
        #expect(
            lines.map { $0.split(separator: ",200,")[1].prefix(8) } == [
                "One line", "\",\",UTF-", "\"\"\"\",UTF",
            ])
    }

    @Test func inJSONThePageHasAllItsMatchesAsTheyStand() async throws {
        let lines = try await run("jsonl", "//h1 | //a", "/page", model: .goroutines).lines
        #expect(lines.count == 1)
        #expect(lines[0].contains(#""status":200,"matches":[" One\u000a  line ",",","\""],"charset":"#))
        #expect(
            try await run("jsonl", "//p", "/page", model: .goroutines).lines[0].contains(#""matches":[]"#))
    }

    @Test func aPageThatCannotBeEvaluatedIsAFailureThatSaysWhy() throws {
        let response = Response(
            url: "http://a/", finalURL: "http://a/", status: .ok, body: Array("<p>".utf8))
        let xpath = try XPath("//p[count('x')]")
        let page = PageResult(
            of: Visit("http://a/", number: 0), at: Instant(nanoseconds: 0), selecting: xpath,
            .success(response))
        #expect(page.failure?.kind == "select")
        #expect(page.failure?.message.hasPrefix("invalid type") == true)
        #expect(page.title == nil && Journal.isFinished(page))
    }

    @Test(arguments: ["", "//a[", "//a[typo()]", "$x"])
    func aBadExpressionIsRefusedBeforeAnythingIsFetched(xpath: String) throws {
        let process = try runScript("\"$0\" titles --select \"$1\" \"$2\"", [xpath, "http://127.0.0.1:1/"])
        #expect(process.ending == .exited(2))
        #expect(process.output.isEmpty)
        #expect(process.errorOutput.contains("--select"), "\(process.errorOutput)")
    }
}
