import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite struct HeaderCollectorTests {
    private func verdicts(_ lines: [String], into collector: inout HeaderCollector) -> [HeaderCollector
        .Verdict]
    {
        lines.map { collector.receive(Array("\($0)\r\n".utf8).span) }
    }

    private func collect(_ lines: String..., maximumBytes: Int = 10_000) -> HeaderCollector {
        var collector = HeaderCollector(maximumBytes: maximumBytes)
        _ = verdicts(lines, into: &collector)
        return collector
    }

    @Test func statusAndFields() {
        let collector = collect("HTTP/1.1 404 Not Found", "Content-Type: text/html", "X-Empty:", "")
        #expect(collector.statusCode == 404)
        #expect(collector.reasonPhrase == "Not Found")
        #expect(collector.fields[.contentType] == "text/html")
        #expect(collector.fields[.init("X-Empty")!] == "")
    }

    @Test func aStatusLineWithoutAReason() {
        #expect(collect("HTTP/2 200 ", "").statusCode == 200)
        #expect(collect("HTTP/1.1 200", "").statusCode == 200)
    }

    @Test func theEndOfTheFieldsIsReportedOnce() {
        var collector = HeaderCollector(maximumBytes: 1000)
        #expect(verdicts(["HTTP/1.1 200 OK", "A: b", ""], into: &collector) == [.more, .more, .complete])
    }

    @Test func anInterimResponseIsFollowedByAnother() {
        var collector = HeaderCollector(maximumBytes: 1000)
        let lines = ["HTTP/1.1 103 Early Hints", "Link: </a>", "", "HTTP/1.1 200 OK", "A: b", ""]
        #expect(
            verdicts(lines, into: &collector) == [.more, .more, .interim, .more, .more, .complete])
        #expect(collector.statusCode == 200)
        #expect(collector.fields[.init("Link")!] == nil)
    }

    @Test func aRedirectsFieldsDoNotLeakIntoTheFinalResponse() {
        let collector = collect("HTTP/1.1 301 Moved", "Location: /x", "", "HTTP/1.1 200 OK", "A: b", "")
        #expect(collector.fields[.location] == nil)
        #expect(collector.fields[.init("A")!] == "b")
        #expect(!collector.isRedirect)
    }

    @Test func aRepeatedFieldKeepsAllItsValues() {
        let collector = collect("HTTP/1.1 200 OK", "Set-Cookie: a=1", "Set-Cookie: b=2", "")
        #expect(collector.fields[values: .setCookie] == ["a=1", "b=2"])
    }

    @Test func aFoldedLineContinuesTheValue() {
        let collector = collect(
            "HTTP/1.1 200 OK", "Content-Type: text/html;", "\t charset=koi8-r", "X: y", "")
        #expect(collector.fields[.contentType] == "text/html; charset=koi8-r")
        #expect(collector.fields[.init("X")!] == "y")
    }

    @Test func aFoldedLineWithNothingBeforeItIsDropped() {
        #expect(collect("HTTP/1.1 200 OK", " stray", "A: b", "").fields.count == 1)
    }

    @Test func aLineThatIsNoFieldIsDropped() {
        let collector = collect("HTTP/1.1 200 OK", "no colon here", "bad name: x", ": nameless", "A: b", "")
        #expect(collector.fields.map(\.name.rawName) == ["A"])
    }

    @Test func trailersAreNotFields() {
        #expect(collect("HTTP/1.1 200 OK", "A: b", "", "Trailer-Field: x", "").fields.count == 1)
    }

    @Test func valuesMayBeLatin1() throws {
        var collector = HeaderCollector(maximumBytes: 1000)
        _ = verdicts(["HTTP/1.1 200 OK"], into: &collector)
        _ = collector.receive(Array("X-Name: ".utf8).appending(0xE9).span)
        _ = verdicts([""], into: &collector)
        #expect(collector.fields[.init("X-Name")!] != nil)
    }

    @Test func fieldsOverTheLimitAreReported() {
        var collector = HeaderCollector(maximumBytes: 50)
        #expect(
            verdicts(["HTTP/1.1 200 OK", "A: \(String(repeating: "x", count: 50))"], into: &collector)
                == [.more, .tooLarge])
    }

    @Test func eachResponseOfAChainHasTheWholeLimit() {
        var collector = HeaderCollector(maximumBytes: 60)
        let response = ["HTTP/1.1 302 Found", "Location: /abcdefghij", ""]
        #expect(!verdicts(response + response + response, into: &collector).contains(.tooLarge))
    }

    @Test func interimResponsesWithoutEndReachTheLimit() {
        var collector = HeaderCollector(maximumBytes: 200)
        let interim = ["HTTP/1.1 103 Early Hints", "Link: </a>", ""]
        let many = Array(repeating: interim, count: 10).flatMap { $0 }
        #expect(verdicts(many, into: &collector).contains(.tooLarge))
    }

    @Test func theAnnouncedLength() {
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: 12", "").contentLength == 12)
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: many", "").contentLength == nil)
        #expect(
            collect("HTTP/1.1 200 OK", "Content-Length: 12", "Transfer-Encoding: chunked", "").contentLength
                == nil)
    }

    @Test func aLengthThatIsNoCountIsNone() {
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: -1", "").contentLength == nil)
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: 99999999999999999999", "").contentLength == nil)
        #expect(
            collect("HTTP/1.1 200 OK", "Content-Length: 1", "Content-Length: 2", "").contentLength == nil)
    }

    @Test func aFieldIsFoundWhateverCaseItsNameHas() {
        let collector = collect("HTTP/1.1 200 OK", "A: b", "cOnTeNt-TyPe: \t text/html ", "")
        #expect(collector.block[.contentType] == "text/html")
        #expect(collector.block[.location] == nil)
    }

    @Test func aFieldOnItsOwnIsTheOneAmongAll() {
        let collector = collect(
            "HTTP/1.1 200 OK", "A: b", "A : \u{0}c", " folded", "Content Type: x", " dropped", "no colon",
            " dropped", "")
        for name in ["A", "Content-Type", "B"].compactMap({ HTTPField.Name($0) }) {
            #expect(collector.block[name] == collector.fields[name])
        }
        #expect(collector.fields.count == 2)
    }

    @Test func moreFieldsThanThereIsRoomForAreDropped() {
        var collector = HeaderCollector(maximumBytes: .max)
        let many = Array(repeating: "a:", count: 70_000)
        _ = verdicts(["HTTP/1.1 200 OK"] + many + [""], into: &collector)
        #expect(collector.fields.count == 65_534)
    }

    @Test func aRedirectNeedsALocation() {
        #expect(collect("HTTP/1.1 302 Found", "Location: /x", "").isRedirect)
        #expect(!collect("HTTP/1.1 302 Found", "").isRedirect)
        #expect(!collect("HTTP/1.1 304 Not Modified", "Location: /x", "").isRedirect)
    }

    // MARK: What matters while the response arrives

    @Test func theLengthIsWhatTheFieldSaysWhateverItsCase() {
        #expect(collect("HTTP/1.1 200 OK", "CONTENT-length:  12 ", "").contentLength == 12)
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: 12a", "").contentLength == nil)
        #expect(collect("HTTP/1.1 200 OK", "X-Contents-Len: 12", "").contentLength == nil)
    }

    @Test func aLengthGivenTwiceOrBesideAnEncodingIsNone() {
        #expect(collect("HTTP/1.1 200 OK", "Content-Length: 1", "Content-Length: 1", "").contentLength == nil)
        #expect(
            collect("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Content-Length: 1", "").contentLength
                == nil)
    }

    @Test func theLengthOfAnEarlierResponseIsForgotten() {
        let collector = collect(
            "HTTP/1.1 302 Found", "Location: /x", "Content-Length: 1", "", "HTTP/1.1 200 OK", "A: b", "")
        #expect(collector.contentLength == nil)
        #expect(!collector.isRedirect)
    }

    @Test func aRedirectHasACodeAndALocation() {
        #expect(collect("HTTP/1.1 301 Moved", "location: /x", "").isRedirect)
        #expect(!collect("HTTP/1.1 301 Moved", "Allocation: /x", "").isRedirect)
        #expect(!collect("HTTP/1.1 300 Choose", "Location: /x", "").isRedirect)
        #expect(!collect("HTTP/1.1 200 OK", "Location: /x", "").isRedirect)
    }

    @Test func aFoldedLineContinuesAValueThatWasTrimmed() {
        let collector = collect("HTTP/1.1 200 OK", "X-Long:  one  ", "  two ", "X-Next: three", "")
        #expect(collector.fields[.init("X-Long")!] == "one two")
        #expect(collector.fields[.init("X-Next")!] == "three")
        #expect(collector.block[.init("X-Long")!] == "one two")
    }
}

extension [UInt8] {
    fileprivate func appending(_ byte: UInt8) -> [UInt8] { self + [byte] }
}
