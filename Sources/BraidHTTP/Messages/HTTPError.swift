// Messages › HTTPError: why a request has no response, in one line a person can act on.
//
// A program that fetches a thousand pages sorts failures before it reads them, so an error is a kind
// with a stable name (fit for JSON and for a switch) and a message (fit for the end of one line of a
// report). The message does not repeat the URL: whoever reports the error has it.
//
// A response with a status such as 404 is a response, not an error.

/// Why a request ended without a response.
///
/// It corresponds to `httpx.HTTPError` in Python, to `*url.Error` in Go and to the `TypeError` of a
/// failed `fetch` in JavaScript, but says which of the things that can go wrong did.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sort of failure. The raw values are stable and fit for JSON.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The text is not a URL: no host, a space, a control character, a port out of range…
        case malformedURL = "malformed-url"
        /// The URL, or one that a redirect led to, is neither http nor https.
        case unsupportedScheme = "unsupported-scheme"
        /// The host has no address, or the name servers could not be asked.
        case unknownHost = "unknown-host"
        /// The host answers, but nothing listens at that port.
        case refused
        /// No route leads to the host.
        case unreachable
        /// No secure connection: an untrusted or expired certificate, a wrong name, no common cipher.
        case tls
        /// The time allowed was over before the response was complete.
        case timeout
        /// The chain of redirects is longer than `Configuration.maximumRedirects`, all different.
        case tooManyRedirects = "too-many-redirects"
        /// The chain of redirects was followed to its limit and visited a URL twice.
        case redirectLoop = "redirect-loop"
        /// The body, once decoded, is larger than `Configuration.maximumBodyBytes`; or that of a request than it was to be.
        case bodyTooLarge = "body-too-large"
        /// The header fields are larger than `Configuration.maximumHeaderBytes`.
        case headersTooLarge = "headers-too-large"
        /// The connection ended before the body that the headers promised.
        case cutBody = "cut-body"
        /// The body is not what its Content-Encoding says.
        case badEncoding = "bad-encoding"
        /// The server does not speak HTTP, or speaks it wrongly.
        case protocolViolation = "protocol"
        /// The connection broke before a complete answer.
        case connection
        /// The proxy could not be found or would not serve.
        case proxy
        /// The caller gave up.
        case cancelled
        /// This process has no descriptor or memory left.
        case resources
        /// libcurl is missing, or it failed in a way that no other kind describes.
        case library
    }

    /// The sort of failure.
    public let kind: Kind
    /// What happened, as one line without its full stop.
    public let message: String

    /// Makes an error. Line breaks and control characters in `message` become spaces.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = oneLine(message)
    }

    /// `kind: message`, for example `refused: nothing listens at 127.0.0.1:1`.
    public var description: String { "\(kind.rawValue): \(message)" }
}

/// A server can put what it likes into a message, for example through a redirect; a report stays one
/// line per item all the same.
private func oneLine(_ text: String) -> String {
    let spaced = text.unicodeScalars.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: " " as Character
        default: Character(scalar)
        }
    }
    let words = String(spaced).split(separator: " ", omittingEmptySubsequences: true)
    return words.joined(separator: " ")
}
