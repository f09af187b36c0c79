// BraidSite › SitePage: what the site has: the encodings that the Chinese, Japanese and European web was written in,
// pages that take their time, and the two things that go wrong most: a page that has moved and one that is gone.

struct SitePage: Sendable {
    let path: String
    var status = 200
    var phrase = "OK"
    var contentType: String? = "text/html"
    var location: String?
    var delay = Duration.zero
    let body: [UInt8]

    static let catalogue: [SitePage] = [
        SitePage(
            path: "/utf-8", contentType: "text/html; charset=utf-8",
            body: html("Goroutine 对比 coroutine 和 promise ✓")),
        SitePage(
            path: "/gbk",
            body: html(
                [
                    0xBD, 0xF1, 0xC8, 0xD5, 0xCD, 0xB7, 0xCC, 0xF5, 0x3A, 0xD0, 0xAD, 0xB3, 0xCC, 0xD3, 0xEB,
                    0xB2, 0xA2,
                    0xB7, 0xA2,
                ], declaring: "gb2312")),
        SitePage(
            path: "/shift-jis",
            body: html(
                [
                    0x93, 0x8C, 0x8B, 0x9E, 0x82, 0xCC, 0x93, 0x56, 0x8B, 0x43, 0x20, 0x2D, 0x20, 0x83, 0x52,
                    0x83, 0x8B,
                    0x81, 0x5B, 0x83, 0x60, 0x83, 0x93,
                ], declaring: "Shift_JIS")),
        SitePage(
            path: "/latin-1", contentType: "text/html; charset=iso-8859-1",
            body: html(
                [
                    0x43, 0x61, 0x66, 0xE9, 0x20, 0x63, 0x72, 0xE8, 0x6D, 0x65, 0x2C, 0x20, 0xE0, 0x20, 0x6C,
                    0x61, 0x20,
                    0x63, 0x61, 0x72, 0x74, 0x65,
                ])),
        SitePage(path: "/slow/1", delay: .seconds(1), body: html("The first slow page")),
        SitePage(path: "/slow/2", delay: .seconds(1), body: html("The second slow page")),
        SitePage(path: "/slow/3", delay: .seconds(1), body: html("The third slow page")),
        SitePage(path: "/moved", status: 301, phrase: "Moved Permanently", location: "/utf-8", body: []),
        SitePage(path: "/gone", status: 404, phrase: "Not Found", body: html("There is nothing here")),
    ]

    private static func html(_ title: String) -> [UInt8] {
        html(Array(title.utf8))
    }

    private static func html(_ title: [UInt8], declaring label: String? = nil) -> [UInt8] {
        let meta = label.map { "<meta charset=\"\($0)\">" } ?? ""
        let start = "<!doctype html><html><head>\(meta)<title>"
        let end = "</title></head><body><p>A page of the demonstration site.</p></body></html>"
        return Array(start.utf8) + title + Array(end.utf8)
    }
}
