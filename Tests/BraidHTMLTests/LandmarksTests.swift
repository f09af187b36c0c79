// HTML tests › Landmarks: that they are where a search down the stack would come to.

import BraidTestSupport
import Testing

@testable import BraidHTML

@Suite struct LandmarksTests {
    private static let names = [
        "a", "x", "y", "div", "p", "b", "table", "tr", "td", "tbody", "template", "svg", "math", "mi", "desc",
        "g",
        "foreignobject", "annotation-xml", "button", "li", "ul", "dd", "dl", "h1", "h2", "object", "option",
        "select",
        "font", "span", "noscript",
    ]

    private func tag(_ name: String) -> BraidHTML.Tag {
        let name = TagName(name)
        return BraidHTML.Tag(name: name, traits: ElementTraits.of(name))
    }

    /// How many elements the standard's search leaves open after an end tag, outside foreign content.
    private func remaining(in elements: [OpenElements.Element], after tag: BraidHTML.Tag) -> Int {
        let boundary: Landmark =
            if tag.traits.contains(.template) || !tag.traits.isDisjoint(with: [.tablePart, .table]) {
                .template
            } else if !tag.traits.isDisjoint(with: [.special, .formatting]) {
                .scope
            } else {
                .special
            }
        for (index, element) in elements.enumerated().reversed() {
            if element.integration != .none, !tag.traits.contains(.template) { return elements.count }
            guard element.namespace == .html else { continue }
            let isHeading = tag.traits.contains(.heading) && element.traits.contains(.heading)
            if element.name == tag.name || isHeading { return index }
            if boundary.includes(element) { return elements.count }
        }
        return elements.count
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func theyAreWhereASearchWouldCome(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var open = OpenElements()
        for _ in 0..<2000 {
            let tag = tag(Self.names.randomElement(using: &random)!)
            // More are opened than closed, so that the limit of the depth is met as well.
            if Int.random(in: 0..<5, using: &random) > 0 {
                _ = open.open(tag)
            } else {
                let expected = remaining(in: open.elements, after: tag)
                let isForeign = open.isInForeignContent
                open.close(tag)
                #expect(isForeign || open.elements.count == expected, "\(seed)")
            }
            for kind in Landmark.allCases {
                #expect(
                    open.landmarks[kind] == open.elements.lastIndex(where: kind.includes) ?? -1,
                    "\(seed) \(kind)")
            }
            for isHTML in [true, false] {
                let index = open.elements.lastIndex {
                    $0.name == tag.name && ($0.namespace == .html) == isHTML
                }
                #expect(open.index(of: tag.name, isHTML: isHTML) == index ?? -1, "\(seed)")
            }
        }
    }
}
