// Transfer › ParsedURL: a URL taken apart by libcurl, for as long as its parts are read.

internal import CBraidCurl

/// libcurl's own form of a URL; lives only while one is parsed.
@safe final class ParsedURL {
    private let url: OpaquePointer
    private let original: String

    init(_ text: String) throws(HTTPError) {
        try loadLibrary()
        // Safety: the new handle is ours alone until deinit, which releases it.
        guard let handle = unsafe braid_curl_url_init() else {
            throw HTTPError(.resources, "out of memory")
        }
        unsafe url = handle  // Safety: as above.
        original = text
        let flags = UInt32(BRAID_CURLU_NON_SUPPORT_SCHEME | BRAID_CURLU_URLENCODE)
        // Safety: the handle is alive, and libcurl copies the text.
        let code = unsafe braid_curl_url_set(url, BRAID_CURLUPART_URL, text, flags)
        guard code == BRAID_CURLUE_OK else { throw refusal(code) }
    }

    deinit {
        // Safety: nobody else has the handle, and no string in it is used any more.
        unsafe braid_curl_url_cleanup(url)
    }

    /// One part, with what the text left out filled in.
    func part(_ part: Int32) throws(HTTPError) -> String {
        let flags = UInt32(flags(for: part))
        var found: UnsafeMutablePointer<CChar>?
        // Safety: the handle is alive; on success `found` is a terminated string that is ours to free.
        let code = unsafe braid_curl_url_get(url, part, &found, flags)
        guard code == BRAID_CURLUE_OK, let text = unsafe found else { throw refusal(code) }
        defer { unsafe braid_curl_free(text) }
        return unsafe String(cString: text)
    }

    private func flags(for part: Int32) -> Int32 {
        switch part {
        case BRAID_CURLUPART_PORT: return BRAID_CURLU_DEFAULT_PORT
        // A libcurl before 7.88 ignores this flag, and converts the name when it connects.
        case BRAID_CURLUPART_HOST, BRAID_CURLUPART_URL: return BRAID_CURLU_PUNYCODE
        default: return 0
        }
    }

    private func refusal(_ code: Int32) -> HTTPError {
        if let scheme = original.scheme, !["http", "https"].contains(scheme.lowercased()) {
            // “localhost:8080” looks like a scheme, but someone who wrote it meant a host.
            let rest = original[scheme.endIndex...].dropFirst()
            if rest.first?.isNumber != true { return .unsupported(scheme: scheme) }
        }
        guard original.scheme != nil else {
            return HTTPError(.malformedURL, "the URL does not begin with http:// or https://")
        }
        return switch code {
        case BRAID_CURLUE_BAD_PORT_NUMBER:
            HTTPError(.malformedURL, "the port is not a number from 0 to 65535")
        case BRAID_CURLUE_UNSUPPORTED_SCHEME: HTTPError(.unsupportedScheme, "neither http nor https")
        case BRAID_CURLUE_OUT_OF_MEMORY: HTTPError(.resources, "out of memory")
        case BRAID_CURLUE_NO_HOST: HTTPError(.malformedURL, "the URL names no host")
        case BRAID_CURLUE_BAD_HOSTNAME: HTTPError(.malformedURL, "the host name is not valid")
        case BRAID_CURLUE_BAD_IPV6: HTTPError(.malformedURL, "the IPv6 address is not valid")
        case BRAID_CURLUE_BAD_SLASHES: HTTPError(.malformedURL, "http: must be followed by two slashes")
        case BRAID_CURLUE_LACKS_IDN:
            HTTPError(.malformedURL, "this libcurl cannot look up host names outside ASCII")
        default: HTTPError(.malformedURL, "the text is not a URL")
        }
    }
}
