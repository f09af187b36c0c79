// HTML › OpenElements, foreign content: SVG and MathML, where they begin and where HTML takes over.
//
// SVG has three elements whose content is HTML again, MathML five for text and one that depends
// on an attribute. A handful of HTML start tags ends foreign content wherever it was forgotten.

extension OpenElements {
    /// Whether a start tag is read by the rules of foreign content.
    func isForeign(startTag tag: Tag) -> Bool {
        guard let current = elements.last, current.namespace != .html else { return false }
        switch current.integration {
        case .none: return true
        case .html: return false
        case .mathText: return tag.traits.contains(.mathGlyph)
        case .annotation: return !tag.traits.contains(.svg)
        }
    }

    func breaksOut(_ tag: Tag) -> Bool { tag.traits.contains(.breaksOut) || tag.hasFontAttribute }

    /// Closes foreign elements down to the nearest element that holds HTML.
    mutating func leaveForeignContent() {
        while let current = elements.last, current.namespace != .html,
            current.integration == .none || current.integration == .annotation
        {
            truncate(to: elements.count - 1)
        }
    }

    mutating func openForeign(_ tag: Tag) {
        guard !tag.isSelfClosing, let namespace = elements.last?.namespace else { return }
        let integration: IntegrationPoint =
            if namespace == .svg {
                tag.traits.contains(.htmlPointInSVG) ? .html : .none
            } else if tag.traits.contains(.textPointInMath) {
                .mathText
            } else if tag.traits.contains(.annotation) {
                tag.annotatesWithHTML ? .html : .annotation
            } else {
                .none
            }
        push(tag, namespace, integration: integration)
    }

    /// Closes the nearest foreign element of this name; false when HTML's rules have to decide.
    mutating func closeForeign(_ tag: Tag) -> Bool {
        if !tag.traits.isDisjoint(with: [.paragraph, .lineBreak]) {
            leaveForeignContent()
            return false
        }
        // The root of the page, which is not kept here, is HTML.
        let index = index(of: tag.name, isHTML: false)
        guard index > landmarks[.html] else { return false }
        truncate(to: index)
        return true
    }
}
