// Agenda › RetryAfter: the header field of that name: seconds, or a date in one of the three forms of RFC 9110.

enum RetryAfter {
    /// How long to wait; nil if the value is neither. A date in the past is no time at all.
    ///
    /// - Parameter now: seconds since 1970.
    static func duration(_ value: String, now: Int) -> Duration? {
        if let seconds = number(value) { return .seconds(min(seconds, Int(Int32.max))) }
        guard let date = secondsSince1970(value) else { return nil }
        return .seconds(max(0, min(date - now, Int(Int32.max))))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// A date such as “Thu, 29 Feb 2024 12:00:30 GMT”, “Thursday, 29-Feb-24 12:00:30 GMT” or “Thu Feb 29 12:00:30 2024”.
    private static func secondsSince1970(_ text: String) -> Int? {
        var words = text.split { " ,-".contains($0) }[...]
        guard let weekday = words.popFirst(), weekday.allSatisfy(\.isLetter) else { return nil }
        if words.last == "GMT" {
            words.removeLast()
            guard words.count == 4 else { return nil }
            return seconds(words[1], words[2], words[3], at: words[4])
        }
        guard words.count == 4 else { return nil }
        return seconds(words[2], words[1], words[4], at: words[3])
    }

    private static func seconds(
        _ day: Substring, _ month: Substring, _ year: Substring, at time: Substring
    ) -> Int? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map(number)
        guard let month = months.firstIndex(of: String(month)), let day = number(day),
            let year = number(year), clock.count == 3, let hour = clock[0], let minute = clock[1],
            let second = clock[2], (1...31).contains(day), hour < 24, minute < 60, second < 61, year < 10_000
        else { return nil }
        // Two digits are a year of our time: no server sends one of 1970 to 1999 any more.
        let days = days(day, month: month, year: year < 100 ? year + 2000 : year)
        return ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    /// The days since 1970 began.
    private static func days(_ day: Int, month: Int, year: Int) -> Int {
        let leapDays = { (year: Int) in year / 4 - year / 100 + year / 400 }
        let isLeap = leapDays(year) > leapDays(year - 1)
        let beforeYear = (year - 1970) * 365 + leapDays(year - 1) - leapDays(1969)
        let beforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month]
        return beforeYear + beforeMonth + (isLeap && month > 1 ? 1 : 0) + day - 1
    }

    /// A number of decimal digits alone; one too large to hold is the largest.
    private static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return nil
        }
        return Int(text) ?? .max
    }
}
