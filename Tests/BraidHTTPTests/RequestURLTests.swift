import BraidTestSupport
import CBraidCurl
import Testing

@testable import BraidHTTP

@Suite struct RequestURLTests {
    private func kind(_ text: String, assumingHTTP: Bool = false) -> HTTPError.Kind? {
        do throws(HTTPError) {
            _ = try RequestURL(text, assumingHTTP: assumingHTTP)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func partsOfAPlainURL() throws {
        let url = try RequestURL("http://example.com/a?b#c")
        #expect(url.scheme == "http")
        #expect(url.host == "example.com")
        #expect(url.port == "80")
        #expect(url.authority == "example.com:80")
        #expect(!url.isSecure)
    }

    @Test func aKnownServersURLIsWhatLibcurlMakesOfIt() throws {
        // Pieces that mean something to a parser of URLs, and some that mean nothing.
        let pieces = [
            "http://", "https://", "HTTP://", "known.example", "127.0.0.1", "127.1", "0x7f.1", "[::1]", ":80",
            ":8080", ":", "@", "user", "/", "//", "/.", "/..", "./", "?", "#", "&", "=", "%2e", "%2F", "\\",
            "a", "B",
            "c.html",
            "~", "_", "-", ".", ";", "é", "+",
        ]
        let known = ["http://known.example/", "https://known.example/", "http://127.0.0.1:8080/"]
        var random = SeededGenerator(seed: 23)
        var hits = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...6, using: &random)
            let start = [
                "http://known.example/", "http://known.example", "https://", "http://127.0.0.1:8080",
            ]
            let rest = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let text = (start.randomElement(using: &random) ?? "") + rest
            // Noted each time: what other tests note may have taken the places.
            for text in known { _ = try RequestURL(text) }
            guard let origin = Origin.known(for: text) else { continue }
            hits += 1
            let parsed = try ParsedURL(text)
            #expect(try parsed.part(BRAID_CURLUPART_URL) == text)
            #expect(try parsed.part(BRAID_CURLUPART_SCHEME) == origin.scheme, "\(text)")
            #expect(try parsed.part(BRAID_CURLUPART_HOST) == origin.host, "\(text)")
            #expect(try parsed.part(BRAID_CURLUPART_PORT) == origin.port, "\(text)")
        }
        #expect(hits > 500)
    }

    @Test(arguments: [
        "http://h.example", "http://h.example/#x", "http://h.example/a%20b", "http://h.example/../a",
        "http://h.example/a?", "http://u@h.example/", "http://H.example/", "HTTP://h.example/", "h.example/a",
        "http:///a", "http://h.example\\@other.example/", "http://h.example/a/./b", "ftp://h.example/",
    ])
    func aURLThatIsNotPlainIsLeftToLibcurl(text: String) {
        #expect(Origin.plainBeginning(of: text) == nil)
    }

    @Test func aPlainURLBeginsWithItsServer() {
        #expect(Origin.plainBeginning(of: "http://h.example/a/b.html") == "http://h.example")
        #expect(Origin.plainBeginning(of: "https://h.example:8443/") == "https://h.example:8443")
    }

    @Test func theSchemeIsCaseInsensitive() throws {
        let url = try RequestURL("HTTPS://example.com/")
        #expect(url.scheme == "https")
        #expect(url.port == "443")
        #expect(url.isSecure)
    }

    @Test func anIPv6AddressKeepsItsBrackets() throws {
        let url = try RequestURL("http://[::1]:8080/")
        #expect(url.authority == "[::1]:8080")
    }

    @Test(arguments: [
        "", " ", "http://", "http:///", "http://exa mple.com/", "http://example.com/a b",
        " http://example.com/",
        "http://example.com/\n", "http://example.com/\u{0}", "http://example.com/\u{7f}",
        "http://example.com/\u{85}",
        "http://example.com:99999/", "http://example.com:x/", "http://[::1/", "http://[zz]/", "http://a^b/",
        "example.com", "example.com/path", "localhost:8080", "//example.com/", "?", "é",
    ])
    func isMalformed(_ text: String) {
        #expect(kind(text) == .malformedURL, "\(text.debugDescription)")
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "mailto:a@example.com",
        "javascript:alert(1)", "data:text/html,x", "nosuch://example.com/",
    ])
    func isAnUnsupportedScheme(_ text: String) {
        #expect(kind(text) == .unsupportedScheme, "\(text.debugDescription)")
    }

    @Test(arguments: [
        ("example.com/a", "http://example.com/a"), ("localhost:8080", "http://localhost:8080/"),
        ("//example.com/", "http://example.com/"), ("https://example.com/", "https://example.com/"),
        ("[::1]:81/x", "http://[::1]:81/x"),
    ])
    func aMissingSchemeIsHTTPOnRequest(_ text: String, _ expected: String) throws {
        #expect(try RequestURL(text, assumingHTTP: true).text == expected)
    }

    @Test func assumingHTTPDoesNotChangeAnotherScheme() {
        #expect(kind("ftp://example.com/", assumingHTTP: true) == .unsupportedScheme)
    }

    @Test func aPathOutsideASCIIIsPercentEncoded() throws {
        #expect(try RequestURL("http://example.com/ü?ü=%41").text == "http://example.com/%c3%bc?%c3%bc=%41")
    }

    @Test(
        .enabled("this libcurl cannot convert host names while parsing (7.88 and later can)") {
            let features = try LibraryFeatures.read()
            return features.internationalHostNames && features.versionNumber >= 0x075800
        })
    func anInternationalHostIsConvertedWhateverTheLocale() throws {
        // The test process runs in the "C" locale, where libcurl alone would refuse this.
        let url = try RequestURL("http://bücher.example/")
        #expect(url.host == "xn--bcher-kva.example")
        #expect(url.text == "http://xn--bcher-kva.example/")
    }

    @Test func aMessageNamesTheCharacterThatIsWrong() {
        #expect(throws: HTTPError(.malformedURL, "the URL contains a space")) {
            try RequestURL("http://example.com/a b")
        }
        #expect(throws: HTTPError(.malformedURL, "the URL contains a control character (U+0001)")) {
            try RequestURL("http://example.com/\u{1}")
        }
    }

    @Test func aURLWithoutASchemeSaysSo() {
        #expect(throws: HTTPError(.malformedURL, "the URL does not begin with http:// or https://")) {
            try RequestURL("example.com")
        }
    }
}
