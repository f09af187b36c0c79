// HTML tests › Select at the same time: threads, and goroutines that go on on another thread in the middle.

import BraidGoroutines
import BraidTesting
import Testing

@testable import BraidHTML

@Suite struct SelectConcurrencyTests {
    @Test func goroutinesSelectAtTheSameTimeAndKeepTheirErrorsApart() async throws {
        let mistakes = try await onPlainThread {
            let mistakes = Channel<String>(capacity: 10_000)
            let group = WaitGroup()
            for number in 0..<64 {
                group.go {
                    for round in 0..<20 {
                        let page = HTMLPage(bytes: Array("<p id=a>\(number)<p>\(round)".utf8))
                        let selected = (try? page.select(xpath: "//p").strings) ?? []
                        if selected != ["\(number)", "\(round)"] { try? mistakes.send("\(selected)") }
                        Goroutine.yield()
                        let spaces = String(repeating: " ", count: number)
                        do throws(XPathError) {
                            _ = try page.select(xpath: spaces + "//p[")
                            try? mistakes.send("no error")
                        } catch {
                            if error.position != number + 3 { try? mistakes.send("\(error)") }
                        }
                    }
                }
            }
            group.wait()
            try mistakes.close()
            return Array(mistakes)
        }
        #expect(mistakes.isEmpty)
    }

    @Test func anErrorOfTheParserSaysItsOwnPlaceInEveryGoroutine() async throws {
        let mistakes = try await onPlainThread {
            let mistakes = Channel<String>(capacity: 10_000)
            let group = WaitGroup()
            for number in 0..<32 {
                group.go {
                    for _ in 0..<20 {
                        do throws(XPathError) {
                            _ = try XPath(String(repeating: " ", count: number) + "a b")
                        } catch {
                            if error.position != number + 2 { try? mistakes.send("\(error)") }
                        }
                        Goroutine.yield()
                    }
                }
            }
            group.wait()
            try mistakes.close()
            return Array(mistakes)
        }
        #expect(mistakes.isEmpty)
    }
}
