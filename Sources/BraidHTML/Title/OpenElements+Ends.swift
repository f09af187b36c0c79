// HTML › OpenElements, ends: which elements an end tag closes, and which start tags do so too.
//
// An end tag may be nobody's, or close much that was left open. And `<p>` in `<p>`, `<li>` after
// `<li>`: authors leave these end tags out, so the stack of a page without them would only grow.

extension OpenElements {
    mutating func closeHTML(_ tag: Tag) {
        let traits = tag.traits
        // The skeleton stays open to the end, whatever its end tags say.
        if traits.contains(.skeleton) { return }
        if traits.contains(.template) { return closeTemplate() }
        let boundary: ElementTraits =
            if !traits.isDisjoint(with: [.tablePart, .table]) {
                .template
            } else if !traits.isDisjoint(with: [.special, .formatting]) {
                [.scopeBoundary, .template]
            } else {
                .special
            }
        for index in elements.indices.reversed() {
            let element = elements[index]
            if element.integration != .none { return }
            guard element.namespace == .html else { continue }
            if element.name == tag.name || !traits.isDisjoint(with: element.traits.intersection(.heading)) {
                return truncate(to: index)
            }
            if !element.traits.isDisjoint(with: boundary) { return }
        }
    }

    private mutating func closeTemplate() {
        let index = elements.lastIndex { $0.namespace == .html && $0.traits.contains(.template) }
        if let index { truncate(to: index) }
    }
}

extension OpenElements {
    mutating func closeParagraph() {
        guard openParagraphCount > 0 else { return }
        close(nearest: .paragraph, unlessBehind: [.scopeBoundary, .button])
    }

    mutating func closeImplied(before traits: ElementTraits) {
        if !traits.isDisjoint(with: [.listItem, .definition]) {
            closeItem(traits.intersection([.listItem, .definition]))
        } else if !traits.isDisjoint(with: [.cell, .row, .rowGroup]) {
            let part = traits.intersection([.cell, .row, .rowGroup])
            close(nearest: part, unlessBehind: [.table, .template])
        } else if !traits.isDisjoint(with: [.option, .optionGroup, .heading]) {
            let closed: ElementTraits = traits.contains(.heading) ? .heading : .option
            guard let last = elements.last, last.namespace == .html, !last.traits.isDisjoint(with: closed)
            else { return }
            truncate(to: elements.count - 1)
        }
    }

    private mutating func close(nearest sought: ElementTraits, unlessBehind boundary: ElementTraits) {
        for index in elements.indices.reversed() {
            let element = elements[index]
            if element.integration != .none { return }
            guard element.namespace == .html else { continue }
            if !element.traits.isDisjoint(with: sought) { return truncate(to: index) }
            if !element.traits.isDisjoint(with: boundary) { return }
        }
    }

    /// Closes the list item before, through anything that is not special and the three that say so.
    private mutating func closeItem(_ sought: ElementTraits) {
        for index in elements.indices.reversed() {
            let element = elements[index]
            if element.integration != .none { return }
            guard element.namespace == .html else { continue }
            if !element.traits.isDisjoint(with: sought) { return truncate(to: index) }
            if element.traits.contains(.special), !element.traits.contains(.transparentToItems) { return }
        }
    }
}
