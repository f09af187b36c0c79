// HTML › Landmarks: where the nearest open element of each kind is that the standard's searches look for.
//
// A search goes down the stack, and an end tag that is nobody's goes down all of it: a page made of such tags under
// hundreds of unclosed ones would take seconds. So each element knows what a search from it would find; to close
// elements brings back what the one below knows.

/// What a search ends at. But for the first two, elements of HTML alone.
enum Landmark: Int, CaseIterable {
    case integrationPoint
    /// Of SVG or MathML.
    case foreign
    case html
    case template
    /// What bounds a scope, and templates.
    case scope
    case scopeOrButton
    /// Tables, and templates, whose content may become part of one.
    case table
    case special
    /// What a list item does not close another one through.
    case item
    case paragraph
    case listItem
    case definition
    case cell
    case row
    case rowGroup
    case heading

    /// For the kinds that one trait makes.
    var trait: ElementTraits {
        switch self {
        case .integrationPoint, .foreign, .html, .scope, .scopeOrButton, .table, .item: []
        case .template: .template
        case .special: .special
        case .paragraph: .paragraph
        case .listItem: .listItem
        case .definition: .definition
        case .cell: .cell
        case .row: .row
        case .rowGroup: .rowGroup
        case .heading: .heading
        }
    }

    func includes(_ element: OpenElements.Element) -> Bool {
        switch self {
        case .integrationPoint: return element.integration != .none
        case .foreign: return element.namespace != .html
        default: break
        }
        guard element.namespace == .html else { return false }
        return switch self {
        case .html: true
        case .scope: !element.traits.isDisjoint(with: [.scopeBoundary, .template])
        case .scopeOrButton: !element.traits.isDisjoint(with: [.scopeBoundary, .button])
        case .table: !element.traits.isDisjoint(with: [.table, .template])
        case .item: element.traits.contains(.special) && !element.traits.contains(.transparentToItems)
        default: element.traits.contains(trait)
        }
    }
}

/// Of each kind, the index of the topmost element; -1 where there is none.
struct Landmarks: Equatable {
    private var indices = SIMD16<Int16>(repeating: -1)

    subscript(_ kind: Landmark) -> Int { Int(indices[kind.rawValue]) }

    /// Takes in an element on top of those known.
    mutating func note(_ element: OpenElements.Element, at index: Int) {
        for kind in Landmark.allCases where kind.includes(element) {
            indices[kind.rawValue] = Int16(truncatingIfNeeded: index)
        }
    }
}
