// HTML tests › Select, limits: hostile pages and expressions, on the stack of a goroutine.

import BraidGoroutines
import BraidTesting
import Testing

@testable import BraidHTML

/// What `body` returns in a goroutine with the default stack, which is a good deal smaller than a thread's.
private func inGoroutine<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
    -> Value
{
    try await onPlainThread { try spawn { try body() }.join() }
}

/// Without looking for the page's title, which takes its time in a debug build.
private func selected(from html: String, _ xpath: String) throws -> XPathResult {
    try MarkupTree(html).select(XPath(xpath))
}

@Suite struct SelectLimitTests {
    @Test(arguments: ["div", "p", "table><tr><td", "ul><li", "unknown"])
    func aHundredThousandElementsInsideEachOtherDoNotOverflowAStack(element: String) async throws {
        let depth = 100_000
        let count = try await inGoroutine {
            let html = String(repeating: "<\(element)>", count: depth) + "x"
            return try selected(from: html, "count(//*[not(self::html or self::body)])")
        }
        guard case .number(let elements) = count else {
            Issue.record("\(count) is no number")
            return
        }
        #expect(elements >= 100_000)
    }

    @Test func theDeepestTextIsSelectedWhole() async throws {
        let text = try await inGoroutine {
            let html = String(repeating: "<div>a", count: 100_000)
            return try selected(from: html, "string(/)").strings[0]
        }
        #expect(text.utf8.count == 100_000)
    }

    /// The expressions that make libxml2 call itself most often for what they are long.
    private static let deepest: [String] = {
        let brackets = XPath.maximumDepth
        let steps = (XPath.maximumWords - 2 * brackets) / 2
        let open = String(repeating: "(", count: brackets), close = String(repeating: ")", count: brackets)
        let predicates = String(repeating: "a[", count: brackets),
            ends = String(repeating: "]", count: brackets)
        return [
            String(repeating: "/a", count: XPath.maximumWords / 2),
            open + String(repeating: "1+", count: steps - 1) + "1" + close,
            open + String(repeating: "a|", count: steps - 1) + "a" + close,
            String(repeating: "-", count: XPath.maximumWords - 1) + "1",
            "//" + predicates + String(repeating: "1=", count: steps - brackets) + "1" + ends,
            String(repeating: "not(", count: brackets) + "1" + close,
            "//*" + String(repeating: "[1]", count: XPath.maximumWords / 3 - 2),
            "concat(" + String(repeating: "1,", count: steps) + "1)",
            String(repeating: "1 or ", count: steps) + "1",
            String(repeating: "string(a[", count: brackets / 2) + "1"
                + String(repeating: "])", count: brackets / 2),
        ]
    }()

    @Test(arguments: deepest)
    func theDeepestExpressionDoesNotOverflowAStack(expression: String) async throws {
        let selection = try await inGoroutine {
            let html = String(repeating: "<a>", count: 300)
            return try selected(from: html, expression)
        }
        #expect(selection.strings.count >= 0)
    }

    @Test func anExpressionThatDoesNotEndIsEnded() throws {
        let tree = try MarkupTree(String(repeating: "<p>", count: 2000))
        let xpath = try XPath("count(//*[//*[//*[. = 'x']]])")
        do throws(XPathError) {
            _ = try tree.select(xpath, operations: 100_000)
            Issue.record("It has ended.")
        } catch {
            #expect(error.kind == .limit)
            #expect(error.message.hasPrefix("the expression takes more than "))
        }
    }

    @Test func moreThanTheLimitIsNotSelected() async throws {
        let error = try await inGoroutine {
            let html = String(repeating: "<div>", count: 1000) + String(repeating: "x", count: 100_000)
            return #expect(throws: XPathError.self) {
                try selected(from: html, "//div")
            }
        }
        #expect(error?.kind == .limit)
        #expect(error?.message == "more than 67108864 bytes are selected from the page")
    }

    private func refusal(of html: String) throws -> XPathError {
        try #require(throws: XPathError.self) { try selected(from: html, "//p") }
    }

    @Test(arguments: ["</x>", "<BODY>"])
    func aPageThatIsSlowToReadForItsNestingIsRefused(tag: String) throws {
        // Each tag would be compared with each of the elements.
        let html = String(repeating: "<i>", count: 1_000_000) + String(repeating: tag, count: 1_000_000)
        let error = try refusal(of: html)
        #expect(error.kind == .limit)
        #expect(error.message.hasPrefix("the page has too many tags to be nested more than 255 deep"))
    }

    @Test func aPageWithManyTagsThatIsNotNestedDeeplyIsNot() throws {
        let html = String(repeating: "<p><b>x</b>", count: 30_000)
        #expect(try selected(from: html, "count(//b)") == .number(30_000))
    }

    @Test(arguments: ["", "x='", "<!-- <p x=\"-->", "<p \"=\">", "<p a\"=\">"])
    func aPageThatIsSlowToReadForItsAttributesIsRefused(prefix: String) throws {
        let html = prefix + "<p " + (0..<100_000).map { "a\($0) " }.joined() + ">"
        let error = try refusal(of: html)
        #expect(error.kind == .limit)
        #expect(error.message == "the page has a tag with too many attributes")
    }

    @Test func tagsInsideTagsAreNotReadForEver() throws {
        let html = String(repeating: "<p x='<p x=\"", count: 100_000)
        #expect(try refusal(of: html).kind == .limit)
    }

    @Test func whatALongValueHoldsIsNoAttribute() throws {
        let html = "<p title='" + String(repeating: "a ", count: 200_000) + "'>"
        #expect(try selected(from: html, "count(//p)") == .number(1))
    }

    @Test func aLongTextIsSelectedWhole() async throws {
        let length = 12 << 20
        let strings = try await inGoroutine {
            let html = "<p>" + String(repeating: "x", count: length) + "<p>end"
            return try selected(from: html, "//p").strings
        }
        #expect(strings.map(\.utf8.count) == [length, 3])
    }
}
