// HTML tests › XPath: which expressions are refused, and what is said about them.

import Testing

@testable import BraidHTML

/// What is said about an expression; nil if nothing.
private func complaint(_ expression: String) -> String? {
    do throws(XPathError) {
        _ = try XPath(expression)
        return nil
    } catch {
        return error.description
    }
}

@Suite struct XPathTests {
    @Test(arguments: [
        "//title/text()", "/html/body//a[@href]/@href", "//a[contains(@class, 'x') and not(@rel)]",
        "count(//a)",
        "//p[position() mod 2 = 1]", "//*[name() = 'svg:rect']", "string(//h1)", "1 div 2 * 3", "* * *",
        "div div div",
        "//and[or]", "id('main')//li[last()]", ".//h2 | .//h3", "..", ".", "/",
        "//processing-instruction('x')",
        "//a[@href='it\"s']", "ancestor-or-self::node()", "-1 - -1.5 + .5", "//été[@où = 'là']", "//a\n[1]",
        "concat('a', 'b', 'c', 'd')", "substring('abc', 2)", "//table//tr[td[2] > 10]/td[1]",
        "true() or false()",
    ])
    func anExpressionOfXPathIsTaken(expression: String) throws {
        #expect(try XPath(expression).expression == expression)
        #expect(try XPath(expression).description == expression)
    }

    @Test(arguments: [
        ("", "the expression is empty"), (" \n", "the expression is empty"),
        ("//a[", "“[” is never closed, at character 4"), ("//a[@b", "“[” is never closed, at character 4"),
        ("//a]", "nothing is open that “]” could close, at character 4"),
        ("(//a]", "nothing is open that “]” could close, at character 5"),
        ("//a['b]", "the literal has no end, at character 5"),
        ("//a[$x]", "there are no variables here, and so no $x, at character 5"),
        ("//a[typo()]", "there is no function typo(), at character 5"),
        ("//ü[typo()]", "there is no function typo(), at character 5"),
        ("count()", "count() takes one argument, not 0, at character 1"),
        ("//a[concat('b')]", "concat() takes 2 arguments or more, not 1, at character 5"),
        ("//a[last(1)]", "last() takes no arguments, not 1, at character 5"),
        ("substring('a')", "substring() takes 2 or 3 arguments, not 1, at character 1"),
        ("//svg:g", "HTML has no namespaces; for svg:g write *[name() = 'svg:g'], at character 3"),
        ("//a#b", "“#” does not belong into an expression, at character 4"),
        ("a { color }", "“{” does not belong into an expression, at character 3"),
    ])
    func aMistakeIsNamedWithItsPlace(expression: String, message: String) {
        #expect(complaint(expression) == message)
    }

    @Test(arguments: [
        ("//", 2), ("//a[]", 4), ("//a//", 5), ("a b", 2), ("//a/@", 5), ("1 +", 3), ("//a[1](2)", 6),
        ("a::b", 2),
    ])
    func aMistakeInTheGrammarIsFoundByTheParser(expression: String, position: Int) throws {
        let error = try #require(throws: XPathError.self) { try XPath(expression) }
        #expect(error.kind == .malformed)
        #expect(!error.message.isEmpty)
        #expect(error.position == position, "\(error)")
    }

    @Test(arguments: ["count('a')", "count(1)", "sum(true())", "1 | 2", "'a'/b", "id('a') | 1"])
    func valuesOfTheWrongTypeAreRefused(expression: String) throws {
        let error = try #require(throws: XPathError.self) { try XPath(expression) }
        #expect(error.kind == .malformed)
    }

    @Test func anExpressionWithAZeroByteIsRefused() {
        #expect(complaint("//a\0[") == "“\0” does not belong into an expression, at character 4")
    }

    @Test func tooManyWordsAreRefused() {
        let steps = { String(repeating: "/a", count: $0) }
        #expect(complaint(steps(250)) == nil)
        #expect(complaint(steps(251)) == "the expression has more than 500 names and signs")
    }

    @Test func tooManyBracketsInsideEachOtherAreRefused() {
        let nested = { String(repeating: "(", count: $0) + "1" + String(repeating: ")", count: $0) }
        #expect(complaint(nested(20)) == nil)
        #expect(complaint(nested(21)) == "the expression has more than 20 brackets inside each other")
    }
}

@Suite struct XPathWordsTests {
    private func words(_ expression: String) -> [String] {
        XPathWords(expression).map { "\($0.kind) \(Substring($0.text))" }
    }

    @Test func whatStandsBeforeANameMakesItAnOperator() {
        #expect(
            words("and and and") == ["name and", "operation and", "name and"])
        #expect(words("* * *") == ["sign *", "operation *", "sign *"])
        #expect(words("@div div 2") == ["sign @", "name div", "operation div", "number 2"])
    }

    @Test func numbersAndNamesMayHavePoints() {
        #expect(words("1.5 .5 5. a.b ..") == ["number 1.5", "number .5", "number 5.", "name a.b", "sign .."])
        #expect(words("a-1") == ["name a-1"])
    }

    @Test func anAxisIsNoPrefix() {
        #expect(words("self::a") == ["name self", "sign ::", "name a"])
        #expect(words("a:b a:*") == ["name a:b", "name a:*"])
    }
}
