// HTML › OpenElements: the tree builder's stack of open elements, as far as a title depends on it.
//
// The tokenizer alone cannot tell a title. `<svg><title>` is a tooltip, `<template><title>` is a
// blueprint, `<svg><style>` holds markup where `<style>` holds text, and an unclosed `<svg>` ends
// at a `<p>`. Which of these holds depends on the elements that are open, so they are kept here:
// a tag in, a verdict out that tells the tokenizer how to read on.
//
// Left out, because no title depends on them: the list of active formatting elements, foster
// parenting, and every insertion mode but "in frameset". `<select>` has no mode of its own in the
// standard any more. Scripts are not run, so the content of `<noscript>` is markup, as the
// standard has it for such parsers.

/// A tag as the tokenizer hands it over.
struct Tag {
    var name = TagName()
    var traits: ElementTraits = []
    var isEnd = false
    var isSelfClosing = false
    /// A `<font>` has one of the attributes color, face and size.
    var hasFontAttribute = false
    /// An `<annotation-xml>` has an attribute `encoding`.
    var hasEncoding = false
    /// An `<annotation-xml>` says by its attribute `encoding` that it holds HTML.
    var annotatesWithHTML = false
}

/// How the tokenizer has to read what follows a start tag.
enum ContentModel {
    case markup
    /// A title of the document, or (false) one inside a template, which is not part of it.
    case title(counts: Bool)
    case rawText
    case script
    case plaintext
}

struct OpenElements {
    enum Namespace { case html, svg, math }

    struct Element {
        let name: TagName
        let traits: ElementTraits
        let namespace: Namespace
        /// HTML inside MathML or SVG begins again below such an element.
        let integration: IntegrationPoint
        /// What a search from here would find.
        var landmarks = Landmarks()
        /// Where the next element below of this name and sort of namespace is; -1 if there is none.
        var namesake = -1
    }

    enum IntegrationPoint { case none, html, mathText, annotation }

    private(set) var elements: [Element] = []
    /// How many `<p>` are open: mostly none, and then none has to be searched.
    private(set) var openParagraphCount = 0
    private var openTemplateCount = 0
    /// Where the topmost element of each name is; HTML's, and the others'.
    private var topmost: (html: [TagName: Int], foreign: [TagName: Int]) = ([:], [:])
    private var framesetIsPossible = true
    private var bodyHasBegun = false
    private var isInFrameset = false

    /// Browsers stop nesting at about this depth too; without a limit, a page of unclosed tags would
    /// be kept as a whole.
    private static let maximumDepth = 512

    /// Whether the tokenizer must treat `<![CDATA[` as a section.
    var isInForeignContent: Bool { elements.last.map { $0.namespace != .html } ?? false }

    /// Whether text that is not white space would still change anything.
    var awaitsText: Bool { framesetIsPossible || !bodyHasBegun }

    mutating func sawText() {
        framesetIsPossible = false
        if !isInTemplate { bodyHasBegun = true }
    }

    mutating func open(_ tag: Tag) -> ContentModel {
        if isInFrameset { return tag.traits.contains(.noframes) ? .rawText : .markup }
        if isForeign(startTag: tag) {
            if !breaksOut(tag) {
                openForeign(tag)
                return .markup
            }
            leaveForeignContent()
        }
        return openHTML(tag)
    }

    mutating func close(_ tag: Tag) {
        guard !isInFrameset else { return }
        // `</br>` is read as `<br>`, and `</body>` makes the body that it ends.
        if tag.traits.contains(.lineBreak) { framesetIsPossible = false }
        if tag.traits.contains(.rulesOutFrameset), !tag.traits.isDisjoint(with: [.lineBreak, .skeleton]),
            !isInTemplate
        {
            bodyHasBegun = true
        }
        if isInForeignContent, closeForeign(tag) { return }
        closeHTML(tag)
    }

    mutating func push(_ tag: Tag, _ namespace: Namespace, integration: IntegrationPoint = .none) {
        if elements.count == Self.maximumDepth { pop() }
        var element = Element(
            name: tag.name, traits: tag.traits, namespace: namespace, integration: integration,
            landmarks: landmarks)
        element.landmarks.note(element, at: elements.count)
        element.namesake = index(of: tag.name, isHTML: namespace == .html)
        setIndex(of: element, to: elements.count)
        count(element, by: 1)
        elements.append(element)
    }

    private mutating func pop() {
        let element = elements.removeLast()
        setIndex(of: element, to: element.namesake)
        count(element, by: -1)
    }

    /// What a search from the topmost element would find.
    var landmarks: Landmarks { elements.last?.landmarks ?? Landmarks() }

    /// Where the topmost element of this name is; -1 if there is none.
    func index(of name: TagName, isHTML: Bool) -> Int {
        (isHTML ? topmost.html[name] : topmost.foreign[name]) ?? -1
    }

    private mutating func setIndex(of element: Element, to index: Int) {
        let entry = index < 0 ? nil : index
        if element.namespace == .html {
            topmost.html[element.name] = entry
        } else {
            topmost.foreign[element.name] = entry
        }
    }

    private mutating func count(_ element: Element, by change: Int) {
        guard element.namespace == .html else { return }
        if element.traits.contains(.paragraph) { openParagraphCount += change }
        if element.traits.contains(.template) { openTemplateCount += change }
    }

    mutating func truncate(to count: Int) {
        while elements.count > count { pop() }
    }
}

extension OpenElements {
    private mutating func openHTML(_ tag: Tag) -> ContentModel {
        let traits = tag.traits
        if traits.contains(.frameset) {
            isInFrameset = (framesetIsPossible || !bodyHasBegun) && !isInTemplate
            return .markup
        }
        if !bodyHasBegun, !traits.contains(.headContent), !isInTemplate { bodyHasBegun = true }
        if traits.contains(.rulesOutFrameset) { framesetIsPossible = false }
        if traits.contains(.title) { return .title(counts: !isInTemplate) }
        if traits.contains(.script) { return .script }
        if traits.contains(.closesParagraph) { closeParagraph() }
        if traits.contains(.rawText) { return .rawText }
        if traits.contains(.plaintext) { return .plaintext }
        if !traits.isDisjoint(with: [.svg, .math]) {
            if !tag.isSelfClosing { push(tag, traits.contains(.svg) ? .svg : .math) }
            return .markup
        }
        if traits.isDisjoint(with: [.void, .skeleton]) {
            closeImplied(before: traits)
            if canBeOpened(traits) { push(tag, .html) }
        }
        return .markup
    }

    /// Table parts are ignored outside tables, and a `<noscript>` in the head ends with the head.
    private func canBeOpened(_ traits: ElementTraits) -> Bool {
        if traits.contains(.tablePart) { return isInTable }
        return !traits.contains(.noscript) || bodyHasBegun
    }

    private var isInTemplate: Bool { openTemplateCount > 0 }

    /// A template counts as a table, because its content may become part of one.
    private var isInTable: Bool { landmarks[.table] > landmarks[.foreign] }
}
