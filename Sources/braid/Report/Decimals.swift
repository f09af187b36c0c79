// Report › Decimals: numbers with a fixed number of digits after the point, as C's `%.3f` prints them.

extension Double {
    /// The number with `places` digits after the point, rounded. For seconds, which are never negative.
    func decimals(_ places: Int) -> String {
        var unit = 1
        for _ in 0..<places { unit *= 10 }
        let units = Int((self * Double(unit)).rounded())
        guard places > 0 else { return "\(units)" }
        let fraction = String(units % unit)
        return "\(units / unit)." + String(repeating: "0", count: places - fraction.count) + fraction
    }
}
