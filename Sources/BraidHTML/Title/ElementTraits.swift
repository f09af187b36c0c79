// HTML › ElementTraits: what the tree builder's rules say about elements, by name.
//
// The standard states its rules as lists of names inside prose; here each list is one row of a
// table, and a name's traits are looked up once per tag.

struct ElementTraits: OptionSet {
    let rawValue: UInt64

    static let title = ElementTraits(rawValue: 1 << 0)
    static let script = ElementTraits(rawValue: 1 << 1)
    static let plaintext = ElementTraits(rawValue: 1 << 2)
    /// Content is text up to the end tag; whether it may hold references matters to title alone.
    static let rawText = ElementTraits(rawValue: 1 << 3)
    static let template = ElementTraits(rawValue: 1 << 4)
    static let svg = ElementTraits(rawValue: 1 << 5)
    static let math = ElementTraits(rawValue: 1 << 6)
    static let frameset = ElementTraits(rawValue: 1 << 7)
    static let noframes = ElementTraits(rawValue: 1 << 8)
    /// Never has content, so it is never left open.
    static let void = ElementTraits(rawValue: 1 << 9)
    /// html, head and body: made once, and not by their tags alone.
    static let skeleton = ElementTraits(rawValue: 1 << 10)
    /// Inside foreign content, such a start tag shows that the author had left it.
    static let breaksOut = ElementTraits(rawValue: 1 << 11)
    /// Stops the search of an end tag that has no rule of its own.
    static let special = ElementTraits(rawValue: 1 << 12)
    /// Stops the search of an end tag that has one.
    static let scopeBoundary = ElementTraits(rawValue: 1 << 13)
    static let closesParagraph = ElementTraits(rawValue: 1 << 14)
    static let tablePart = ElementTraits(rawValue: 1 << 15)
    static let heading = ElementTraits(rawValue: 1 << 16)
    static let formatting = ElementTraits(rawValue: 1 << 17)
    /// After one of these, a frameset can no longer replace the body that has begun.
    static let rulesOutFrameset = ElementTraits(rawValue: 1 << 18)
    /// SVG elements whose content is HTML.
    static let htmlPointInSVG = ElementTraits(rawValue: 1 << 19)
    /// MathML elements whose content is text, and HTML with it.
    static let textPointInMath = ElementTraits(rawValue: 1 << 20)
    static let annotation = ElementTraits(rawValue: 1 << 21)
    /// MathML elements that stay MathML in such text.
    static let mathGlyph = ElementTraits(rawValue: 1 << 22)
    static let font = ElementTraits(rawValue: 1 << 23)
    static let paragraph = ElementTraits(rawValue: 1 << 24)
    static let lineBreak = ElementTraits(rawValue: 1 << 25)
    static let button = ElementTraits(rawValue: 1 << 26)
    static let table = ElementTraits(rawValue: 1 << 27)
    static let listItem = ElementTraits(rawValue: 1 << 28)
    static let definition = ElementTraits(rawValue: 1 << 29)
    static let option = ElementTraits(rawValue: 1 << 30)
    static let optionGroup = ElementTraits(rawValue: 1 << 31)
    static let cell = ElementTraits(rawValue: 1 << 32)
    static let row = ElementTraits(rawValue: 1 << 33)
    static let rowGroup = ElementTraits(rawValue: 1 << 34)
    /// Elements through which a list item closes the one before.
    static let transparentToItems = ElementTraits(rawValue: 1 << 35)
    /// Start tags that do not begin the body.
    static let headContent = ElementTraits(rawValue: 1 << 36)
    static let noscript = ElementTraits(rawValue: 1 << 37)

    static func of(_ name: TagName) -> ElementTraits { byName[name] }

    private static let byName = ElementTraitsTable(rows)

    private static let rows: [(ElementTraits, String)] = [
        (.title, "title"),
        (.script, "script"),
        (.plaintext, "plaintext"),
        (.rawText, "style textarea xmp iframe noembed noframes"),
        (.template, "template"),
        (.svg, "svg"),
        (.math, "math"),
        (.frameset, "frameset"),
        (.noframes, "noframes"),
        (
            .void,
            """
            area base basefont bgsound br col embed frame hr image img input keygen link meta param source
            track wbr
            """
        ),
        (.skeleton, "html head body"),
        (
            .breaksOut,
            """
            b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li
            listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
            """
        ),
        (
            .special,
            """
            address applet area article aside base basefont bgsound blockquote body br button caption center
            col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset
            h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee
            menu meta nav noembed noframes noscript object ol p param plaintext pre script search section
            select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr
            xmp
            """
        ),
        (.scopeBoundary, "applet caption html marquee object select table td template th"),
        (
            .closesParagraph,
            """
            address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure
            footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search
            section summary table ul xmp
            """
        ),
        (.tablePart, "caption col colgroup tbody td tfoot th thead tr"),
        (.heading, "h1 h2 h3 h4 h5 h6"),
        (.formatting, "a b big code em font i nobr s small strike strong tt u"),
        (
            .rulesOutFrameset,
            """
            applet area body br button dd dt embed hr iframe image img input keygen li listing marquee object
            plaintext pre select table template textarea wbr xmp
            """
        ),
        (.htmlPointInSVG, "foreignobject desc title"),
        (.textPointInMath, "mi mo mn ms mtext"),
        (.annotation, "annotation-xml"),
        (.mathGlyph, "mglyph malignmark"),
        (.font, "font"),
        (.paragraph, "p"),
        (.lineBreak, "br"),
        (.button, "button"),
        (.table, "table"),
        (.listItem, "li"),
        (.definition, "dd dt"),
        (.option, "option"),
        (.optionGroup, "optgroup"),
        (.cell, "td th"),
        (.row, "tr"),
        (.rowGroup, "tbody thead tfoot"),
        (.transparentToItems, "address div p"),
        (.noscript, "noscript"),
        (
            .headContent,
            "base basefont bgsound head html link meta noframes noscript script style template title"
        ),
    ]
}
