// Select › SelectFrame, settled: from the case that was taken to the value of the switch form.

extension SelectFrame {
    @inlinable @inline(__always)
    package func selected<A: SelectCase>(_ win: SelectWin, _ first: A) -> sending Selected1<A.Value>? {
        settle(first, at: 0, win).map(Selected1.first)
    }

    /// Settles both cases; nil if the one that was taken was to send and found its channel closed.
    @inlinable @inline(__always)
    package func selected<A: SelectCase, B: SelectCase>(
        _ win: SelectWin, _ first: A, _ second: B
    ) -> sending Selected2<A.Value, B.Value>? {
        let firstValue = settle(first, at: 0, win)
        let secondValue = settle(second, at: 1, win)
        return win.index == 0 ? firstValue.map(Selected2.first) : secondValue.map(Selected2.second)
    }

    @inlinable @inline(__always)
    package func selected<A: SelectCase, B: SelectCase, C: SelectCase>(
        _ win: SelectWin, _ first: A, _ second: B, _ third: C
    ) -> sending Selected3<A.Value, B.Value, C.Value>? {
        let firstValue = settle(first, at: 0, win)
        let secondValue = settle(second, at: 1, win)
        let thirdValue = settle(third, at: 2, win)
        switch win.index {
        case 0: return firstValue.map(Selected3.first)
        case 1: return secondValue.map(Selected3.second)
        default: return thirdValue.map(Selected3.third)
        }
    }

    @inlinable @inline(__always)
    package func selected<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
        _ win: SelectWin, _ first: A, _ second: B, _ third: C, _ fourth: D
    ) -> sending Selected4<A.Value, B.Value, C.Value, D.Value>? {
        let firstValue = settle(first, at: 0, win)
        let secondValue = settle(second, at: 1, win)
        let thirdValue = settle(third, at: 2, win)
        let fourthValue = settle(fourth, at: 3, win)
        switch win.index {
        case 0: return firstValue.map(Selected4.first)
        case 1: return secondValue.map(Selected4.second)
        case 2: return thirdValue.map(Selected4.third)
        default: return fourthValue.map(Selected4.fourth)
        }
    }
}
