// What happened, in order.

import Testing

/// Lines, as a JavaScript program prints them with `console.log`. Written on one loop's thread, read when it has ended.
final class Log: @unchecked Sendable {
    // Safety: see above.
    private(set) var lines: [String] = []

    func callAsFunction(_ words: Any...) {
        lines.append(words.map { "\($0)" }.joined(separator: " "))
    }
}
