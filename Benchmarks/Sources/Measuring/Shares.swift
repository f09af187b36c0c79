// Measuring › Shares: work cut into parts.

extension Int {
    /// This many operations cut into `parts` shares, of which none is larger than another by more than one.
    public func shares(among parts: Int) -> [Int] {
        (0..<parts).map { self / parts + ($0 < self % parts ? 1 : 0) }
    }
}
