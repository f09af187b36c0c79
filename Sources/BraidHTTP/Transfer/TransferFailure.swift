// Transfer › TransferFailure: from libcurl's numbers to an error that a person can act on.
//
// libcurl's codes do not cut failures where our kinds do: one code covers “refused” and “no route”
// (the system's error number tells), another means both a scheme that is not allowed and a server that
// does not speak HTTP (whether the URL in question is http tells). All that decides is gathered in one
// value, so that every rule is tested without a network.

internal import CBraidCurl
private import Glibc

/// All that is known about a transfer that libcurl gave up.
struct TransferFailure {
    /// How far it had come.
    enum Phase {
        case lookingUp, connecting, securing, waiting, reading
    }

    /// libcurl's result, never BRAID_CURLE_OK.
    var code: Int32
    /// The system's error number of the last failed call; 0 if unknown.
    var systemError: Int32 = 0
    /// libcurl's own words; may be empty.
    var detail = ""
    /// The URL that was being fetched, after redirects.
    var url: RequestURL
    var phase = Phase.waiting
    /// Whether the fields of the final response were complete.
    var isReadingBody = false
    /// The URLs that answered with a redirect.
    var visited: [String] = []
    var configuration = HTTPClient.Configuration()

    /// The error to report.
    var error: HTTPError {
        switch code {
        case BRAID_CURLE_URL_MALFORMAT: HTTPError(.malformedURL, words("a redirect led to no URL"))
        case BRAID_CURLE_UNSUPPORTED_PROTOCOL: unsupportedProtocol
        case BRAID_CURLE_COULDNT_RESOLVE_HOST: HTTPError(.unknownHost, "no address found for \(url.host)")
        case BRAID_CURLE_COULDNT_RESOLVE_PROXY, BRAID_CURLE_PROXY:
            HTTPError(.proxy, words("the proxy does not serve"))
        case BRAID_CURLE_COULDNT_CONNECT: noConnection
        case BRAID_CURLE_OPERATION_TIMEDOUT: HTTPError(.timeout, timeoutMessage)
        case BRAID_CURLE_TOO_MANY_REDIRECTS: tooManyRedirects
        case BRAID_CURLE_PARTIAL_FILE: cutBody
        case BRAID_CURLE_GOT_NOTHING:
            HTTPError(.connection, "\(url.authority) closed the connection without an answer")
        case BRAID_CURLE_SEND_ERROR, BRAID_CURLE_RECV_ERROR: broken
        case BRAID_CURLE_HTTP2_STREAM, BRAID_CURLE_HTTP2, BRAID_CURLE_HTTP3, BRAID_CURLE_QUIC_CONNECT_ERROR,
            BRAID_CURLE_WEIRD_SERVER_REPLY:
            HTTPError(.protocolViolation, words("\(url.authority) does not speak proper HTTP"))
        case BRAID_CURLE_BAD_CONTENT_ENCODING:
            HTTPError(.badEncoding, words("the body is not what its Content-Encoding says"))
        case BRAID_CURLE_TOO_LARGE: HTTPError(.headersTooLarge, words("the header fields are too large"))
        case BRAID_CURLE_FILESIZE_EXCEEDED: HTTPError(.bodyTooLarge, words("the body is too large"))
        case BRAID_CURLE_OUT_OF_MEMORY: outOfMemory
        case _ where TransferFailure.tlsCodes.contains(code): HTTPError(.tls, words("no secure connection"))
        default: HTTPError(.library, words("libcurl failed with code \(code)"))
        }
    }

    private static let tlsCodes: Set<Int32> = [
        BRAID_CURLE_SSL_CONNECT_ERROR, BRAID_CURLE_SSL_ENGINE_NOTFOUND, BRAID_CURLE_SSL_ENGINE_SETFAILED,
        BRAID_CURLE_SSL_CERTPROBLEM, BRAID_CURLE_SSL_CIPHER, BRAID_CURLE_PEER_FAILED_VERIFICATION,
        BRAID_CURLE_USE_SSL_FAILED, BRAID_CURLE_SSL_ENGINE_INITFAILED, BRAID_CURLE_SSL_CACERT_BADFILE,
        BRAID_CURLE_SSL_CRL_BADFILE, BRAID_CURLE_SSL_ISSUER_ERROR, BRAID_CURLE_SSL_PINNEDPUBKEYNOTMATCH,
        BRAID_CURLE_SSL_INVALIDCERTSTATUS, BRAID_CURLE_SSL_CLIENTCERT,
    ]

    /// What happened in our words, and libcurl's in brackets where it has any.
    private func words(_ ours: String) -> String {
        let theirs = detail.isEmpty ? EasyHandle.text(code) : detail
        return "\(ours) (\(theirs))"
    }

    private var unsupportedProtocol: HTTPError {
        // libcurl uses this code as well for an answer without a status line (“HTTP/0.9”).
        if detail.contains("HTTP/0.9") {
            return HTTPError(.protocolViolation, "\(url.authority) answered, but not in HTTP")
        }
        return HTTPError(.unsupportedScheme, words("the URL or a redirect is neither http nor https"))
    }

    private var noConnection: HTTPError {
        if isAboutProxy { return HTTPError(.proxy, words("the proxy does not serve")) }
        return switch systemError {
        case ECONNREFUSED: HTTPError(.refused, "nothing listens at \(url.authority)")
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES, EPERM, ENETDOWN, EHOSTDOWN:
            HTTPError(.unreachable, "no way to \(url.authority) (\(text(systemError)))")
        case ETIMEDOUT: HTTPError(.timeout, "\(url.authority) did not accept a connection")
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            HTTPError(.resources, "cannot open another connection (\(text(systemError)))")
        default: HTTPError(.connection, words("no connection to \(url.authority)"))
        }
    }

    /// libcurl names the host that it could not connect to; if that is not the URL's, it is a proxy,
    /// perhaps one from the environment.
    private var isAboutProxy: Bool {
        guard configuration.proxy != .none, detail.hasPrefix("Failed to connect to ") else { return false }
        return !detail.contains(url.host.filter { $0 != "[" && $0 != "]" })
    }

    private var outOfMemory: HTTPError {
        if [EMFILE, ENFILE].contains(systemError) {
            return HTTPError(.resources, "cannot open another connection (\(text(systemError)))")
        }
        // Before 8.6 libcurl says the same of one header line over its own limit of 100 KB, which is by
        // far the likelier thing to happen while a header is read.
        return phase == .waiting
            ? HTTPError(.headersTooLarge, "a header field is larger than libcurl takes")
            : HTTPError(.resources, "out of memory")
    }

    private var cutBody: HTTPError {
        HTTPError(.cutBody, words("the connection ended before the body did"))
    }

    private var broken: HTTPError {
        if isTunnelRefusal { return HTTPError(.proxy, words("the proxy does not serve")) }
        if isTLSRefusal { return HTTPError(.tls, words("no secure connection")) }
        if isReadingBody { return cutBody }
        return HTTPError(.connection, words("the connection to \(url.authority) broke"))
    }

    /// libcurl calls it a failed read if a proxy answers CONNECT with anything but yes. Its words for it have changed once.
    private var isTunnelRefusal: Bool {
        detail.contains("from proxy after CONNECT") || detail.hasPrefix("CONNECT tunnel failed")
    }

    /// With TLS 1.3 a server that wants a certificate says so when the client already takes the connection for secure, and
    /// libcurl calls that a failed read.
    private var isTLSRefusal: Bool {
        url.isSecure && detail.contains("SSL routines") && detail.contains(" alert ")
    }

    private var tooManyRedirects: HTTPError {
        let limit = configuration.maximumRedirects
        var places: [String: Int] = [:]
        for (place, url) in visited.enumerated() {
            if let first = places.updateValue(place, forKey: url) {
                let chain = visited[first...place].joined(separator: " → ")
                return HTTPError(.redirectLoop, "the redirects come back to \(url): \(chain)")
            }
        }
        return HTTPError(.tooManyRedirects, "more than \(limit) redirect\(limit == 1 ? "" : "s")")
    }

    private var timeoutMessage: String {
        switch phase {
        case .lookingUp: "no address for \(url.host) \(within(configuration.connectTimeout))"
        case .connecting: "no connection to \(url.authority) \(within(configuration.connectTimeout))"
        case .securing: "no secure connection to \(url.authority) \(within(configuration.connectTimeout))"
        case .waiting: "no answer from \(url.authority) \(within(configuration.timeout))"
        case .reading: "the body was not complete \(within(configuration.timeout))"
        }
    }

    private func within(_ limit: Duration?) -> String {
        let limits = [limit, configuration.timeout].compactMap { $0 }
        return limits.min().map { "within \($0.words)" } ?? "in time"
    }
}

/// The system's words for an error number.
private func text(_ systemError: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    // Safety: the XSI form writes a terminated text of at most that many bytes into our buffer.
    guard unsafe strerror_r(systemError, &buffer, buffer.count) == 0 else { return "error \(systemError)" }
    return unsafe buffer.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
}
