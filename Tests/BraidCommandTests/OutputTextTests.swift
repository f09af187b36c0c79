// Command tests › Output text: each byte of a text, beside what a slow and simple reading of the rules makes of it.

import BraidTestSupport
import Testing

@testable import BraidCommand

struct OutputTextTests {
    private static let special = Array(
        "\0\t\n\u{1F} \",\\\u{7F}\u{80}\u{9F}\u{A0}©é“\u{2028}\u{2029}\u{202A}\u{202E}\u{202F}…\u{2065}\u{2066}\u{2069}\u{206A}東😀"
            .unicodeScalars)

    /// A text of up to forty characters, every other of which is one of those that matter.
    private func text(_ generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            text.append(
                Bool.random(using: &generator)
                    ? Self.special.randomElement(using: &generator) ?? "a"
                    : Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &generator)))
        }
        return String(text)
    }

    private func written(_ write: (inout OutputText) -> Void) -> String {
        var text = OutputText()
        write(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    @Test func controlCharactersAreReplacedAndNothingElse() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let text = text(&generator)
            var expected = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                let turns =
                    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                expected.append(isControl(scalar) || turns ? "\u{FFFD}" : scalar)
            }
            #expect(written { $0.append(printable: text) } == String(expected))
            #expect(printable(text) == String(expected))
        }
    }

    @Test func aStringOfJSONHasEscapesForWhatItCannotHold() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2000 {
            let text = text(&generator)
            var expected = "\""
            for scalar in text.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { expected += "\\" }
                if isControl(scalar) || scalar == "\u{2028}" || scalar == "\u{2029}" {
                    let code = String(scalar.value, radix: 16)
                    expected += "\\u" + String(repeating: "0", count: 4 - code.count) + code
                } else {
                    expected.unicodeScalars.append(scalar)
                }
            }
            #expect(written { $0.append(quoted: text) } == expected + "\"")
        }
    }

    @Test func numbersHaveAllTheirDigits() {
        for number in [0, 1, 9, 10, 12_345, -7, .max, .min] {
            #expect(written { $0.append(number, digits: 1) } == "\(number)")
        }
        #expect(written { $0.append(42, digits: 6) } == "000042")
    }

    @Test func secondsAreRoundedToTheMicrosecond() {
        #expect(written { $0.append(seconds: 1_234_567_499) } == "1.234567")
        #expect(written { $0.append(seconds: 1_999_999_500) } == "2.000000")
        #expect(written { $0.append(seconds: 0) } == "0.000000")
    }

    @Test func whatStandsThereCanBeAppendedAgain() {
        var text = OutputText("abc")
        text.append(again: 1..<3)
        #expect(text.bytes == Array("abcbc".utf8))
    }
}
