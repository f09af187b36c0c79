// HTML › OpenElements, ends: which elements an end tag closes, and which start tags do so too.
//
// An end tag may be nobody's, or close much that was left open. And `<p>` in `<p>`, `<li>` after
// `<li>`: authors leave these end tags out, so the stack of a page without them would only grow.
// The standard searches the stack from its top for what is to be closed, and stops at a boundary; the
// landmarks know both.

extension OpenElements {
    mutating func closeHTML(_ tag: Tag) {
        let traits = tag.traits
        // The skeleton stays open to the end, whatever its end tags say.
        if traits.contains(.skeleton) { return }
        if traits.contains(.template) { return closeTemplate() }
        let boundary: Landmark =
            if !traits.isDisjoint(with: [.tablePart, .table]) {
                .template
            } else if !traits.isDisjoint(with: [.special, .formatting]) {
                .scope
            } else {
                .special
            }
        let heading = traits.contains(.heading) ? landmarks[.heading] : -1
        close(at: max(index(of: tag.name, isHTML: true), heading), unlessBehind: boundary)
    }

    private mutating func closeTemplate() {
        let index = landmarks[.template]
        if index >= 0 { truncate(to: index) }
    }
}

extension OpenElements {
    mutating func closeParagraph() {
        guard openParagraphCount > 0 else { return }
        close(at: landmarks[.paragraph], unlessBehind: .scopeOrButton)
    }

    mutating func closeImplied(before traits: ElementTraits) {
        if !traits.isDisjoint(with: [.listItem, .definition]) {
            // The list item before, through anything that is not special and the three that say so.
            close(at: nearest([.listItem, .definition], of: traits), unlessBehind: .item)
        } else if !traits.isDisjoint(with: [.cell, .row, .rowGroup]) {
            close(at: nearest([.cell, .row, .rowGroup], of: traits), unlessBehind: .table)
        } else if !traits.isDisjoint(with: [.option, .optionGroup, .heading]) {
            let closed: ElementTraits = traits.contains(.heading) ? .heading : .option
            guard let last = elements.last, last.namespace == .html, !last.traits.isDisjoint(with: closed)
            else { return }
            truncate(to: elements.count - 1)
        }
    }

    /// Where the topmost element is that is of one of these kinds, as the tag is.
    private func nearest(_ kinds: [Landmark], of traits: ElementTraits) -> Int {
        var nearest = -1
        for kind in kinds where traits.contains(kind.trait) { nearest = max(nearest, landmarks[kind]) }
        return nearest
    }

    /// Closes the element and all above it, unless the boundary or an integration point is among those.
    private mutating func close(at index: Int, unlessBehind boundary: Landmark) {
        guard index >= 0, index >= landmarks[boundary], index > landmarks[.integrationPoint] else { return }
        truncate(to: index)
    }
}
