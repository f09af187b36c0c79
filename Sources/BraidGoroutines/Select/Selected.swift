// Select › Selected: which case of a select in its switch form was taken, with what it gave.

/// What a select of one case came to.
public enum Selected1<First> {
    /// The case was taken.
    case first(First)
}

/// What a select of two cases came to.
public enum Selected2<First, Second> {
    /// The first case was taken.
    case first(First)
    /// The second case was taken.
    case second(Second)
}

/// What a select of three cases came to.
public enum Selected3<First, Second, Third> {
    /// The first case was taken.
    case first(First)
    /// The second case was taken.
    case second(Second)
    /// The third case was taken.
    case third(Third)
}

/// What a select of four cases came to.
public enum Selected4<First, Second, Third, Fourth> {
    /// The first case was taken.
    case first(First)
    /// The second case was taken.
    case second(Second)
    /// The third case was taken.
    case third(Third)
    /// The fourth case was taken.
    case fourth(Fourth)
}

extension Selected1: Sendable where First: Sendable {}
extension Selected2: Sendable where First: Sendable, Second: Sendable {}
extension Selected3: Sendable where First: Sendable, Second: Sendable, Third: Sendable {}
extension Selected4: Sendable where First: Sendable, Second: Sendable, Third: Sendable, Fourth: Sendable {}
extension Selected1: Equatable where First: Equatable {}
extension Selected2: Equatable where First: Equatable, Second: Equatable {}
extension Selected3: Equatable where First: Equatable, Second: Equatable, Third: Equatable {}
extension Selected4: Equatable
where First: Equatable, Second: Equatable, Third: Equatable, Fourth: Equatable {}
