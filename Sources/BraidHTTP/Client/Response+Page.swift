// Client › Response+Page: a response as the page that it is, for a reader rather than a program.

public import BraidHTML
internal import HTTPTypes

extension Response {
    /// The body as an HTML page: how it is encoded, what its title is. Computed at each call.
    public var page: HTMLPage {
        HTMLPage(bytes: body, contentType: fields[.contentType])
    }

    /// The page's title as a browser shows it; nil if it has none.
    public var title: String? { page.title }

    /// The body as text, in the encoding that the page says or shows; httpx's `response.text`.
    public var text: String { page.text }
}
