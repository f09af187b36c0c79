// Select › Shown: what a select came to, as a test writes it: "second 7", "first nil", "third".

import BraidGoroutines

func shown<A, B>(_ selected: Selected2<A, B>) -> String {
    switch selected {
    case .first(let value): "first" + shown(value: value)
    case .second(let value): "second" + shown(value: value)
    }
}

func shown<A, B, C>(_ selected: Selected3<A, B, C>) -> String {
    switch selected {
    case .first(let value): "first" + shown(value: value)
    case .second(let value): "second" + shown(value: value)
    case .third(let value): "third" + shown(value: value)
    }
}

func shown<A, B, C, D>(_ selected: Selected4<A, B, C, D>) -> String {
    switch selected {
    case .first(let value): "first" + shown(value: value)
    case .second(let value): "second" + shown(value: value)
    case .third(let value): "third" + shown(value: value)
    case .fourth(let value): "fourth" + shown(value: value)
    }
}

/// Nothing for Void, otherwise the value without its optional.
private func shown<Value>(value: Value) -> String {
    if Value.self == Void.self { return "" }
    let text = "\(value)"
    return text.hasPrefix("Optional(") ? " \(text.dropFirst(9).dropLast())" : " \(text)"
}
