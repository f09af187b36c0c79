// Transfer › TransferOptions: what is asked of libcurl for a transfer.
//
// Each option is set because its default is wrong for us; the reason stands beside it.

internal import CBraidCurl
private import Glibc
internal import HTTPTypes

extension Transfer {
    /// Prepares a handle for this transfer, which must outlive its use.
    func configure(_ easy: EasyHandle) throws(HTTPError) {
        // What most transfers differ in.
        if easy.isPrepared(for: preparation) {
            try easy.connect(to: self)
            return try easy.set(BRAID_CURLOPT_URL, url.text)
        }
        easy.reset()
        try easy.watch()
        try easy.connect(to: self)
        try easy.set(BRAID_CURLOPT_URL, url.text)
        try configureMethod(easy)
        try easy.setFields(preparation == nil ? fieldLines : settings.fieldLines)
        try configureConnection(easy)
        try configureLimits(easy)
        try configureTrust(easy)
        // Whatever libcurl can decode, it offers and decodes.
        try easy.set(BRAID_CURLOPT_ACCEPT_ENCODING, "")
        try easy.set(BRAID_CURLOPT_USERAGENT, settings.userAgent)
        easy.preparation = preparation
    }

    /// Names the options that are set for this transfer; nil if they are for it alone.
    var preparation: EasyHandle.Preparation? {
        guard upload == nil, request.method == .get, request.body.isEmpty, request.headerFields.isEmpty
        else { return nil }
        return EasyHandle.Preparation(settings: settings, isSecure: url.isSecure)
    }

    private func configureMethod(_ easy: EasyHandle) throws(HTTPError) {
        if let upload {
            try easy.setUpload(from: self, length: upload.length)
            try easy.set(BRAID_CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            // A connection that turns out to be dead is replaced silently, but not once a body has been drawn upon.
            try easy.set(BRAID_CURLOPT_FRESH_CONNECT, 1)
            return
        }
        switch request.method {
        case .get where request.body.isEmpty: try easy.set(BRAID_CURLOPT_HTTPGET, 1)
        case .head: try easy.set(BRAID_CURLOPT_NOBODY, 1)
        case .post:
            try easy.set(BRAID_CURLOPT_POST, 1)
            try easy.setBody(request.body)
        default:
            if !request.body.isEmpty { try easy.setBody(request.body) }
            try easy.set(BRAID_CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        // A custom method would be repeated where the standard turns it into a GET, so such redirects
        // are not followed; see Request.method.
        try easy.set(BRAID_CURLOPT_FOLLOWLOCATION, followsRedirects ? 1 : 0)
        try easy.set(BRAID_CURLOPT_MAXREDIRS, settings.configuration.maximumRedirects)
    }

    private func configureConnection(_ easy: EasyHandle) throws(HTTPError) {
        // Signals belong to the program, and libcurl's would interrupt its other threads.
        try easy.set(BRAID_CURLOPT_NOSIGNAL, 1)
        // Without it, ending a transfer waits for its name lookup to return (libcurl 7.87 and later).
        _ = easy.setIfKnown(BRAID_CURLOPT_QUICK_EXIT, 1)
        try easy.set(BRAID_CURLOPT_TCP_NODELAY, 1)
        try easy.set(BRAID_CURLOPT_TCP_KEEPALIVE, 1)
        // A redirect must not reach into file: or gopher:. The list replaced the bits in 7.85.
        if !easy.setIfKnown(BRAID_CURLOPT_PROTOCOLS_STR, "http,https")
            || !easy.setIfKnown(BRAID_CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        {
            try easy.set(BRAID_CURLOPT_PROTOCOLS, Int(BRAID_CURLPROTO_HTTP | BRAID_CURLPROTO_HTTPS))
            try easy.set(BRAID_CURLOPT_REDIR_PROTOCOLS, Int(BRAID_CURLPROTO_HTTP | BRAID_CURLPROTO_HTTPS))
        }
        // HTTP/2 where TLS can agree on it; a libcurl that has none stays with HTTP/1.1.
        if easy.setIfKnown(BRAID_CURLOPT_HTTP_VERSION, Int(BRAID_CURL_HTTP_VERSION_2TLS)), url.isSecure {
            // Wait for the first connection to a host: if it is HTTP/2, all share it. For plain http
            // this would only serialise the first requests.
            try easy.set(BRAID_CURLOPT_PIPEWAIT, 1)
        }
        switch settings.proxy {
        case .environment: break
        case .none: try easy.set(BRAID_CURLOPT_PROXY, "")
        case .url(let proxy): try easy.set(BRAID_CURLOPT_PROXY, proxy)
        }
        // What a proxy says before the connection stands is no response of the server.
        try easy.set(BRAID_CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func configureLimits(_ easy: EasyHandle) throws(HTTPError) {
        try easy.set(BRAID_CURLOPT_CONNECTTIMEOUT_MS, settings.connectMilliseconds)
        if let total = settings.totalMilliseconds { try easy.set(BRAID_CURLOPT_TIMEOUT_MS, total) }
    }

    private func configureTrust(_ easy: EasyHandle) throws(HTTPError) {
        let configuration = settings.configuration
        if let caFile = configuration.caFile {
            try easy.set(BRAID_CURLOPT_CAINFO, caFile)
        }
        // Beside the file, libcurl trusts a folder of the system. With a file of the caller's that
        // would be too much. With the system's own it is the same again, and costs: libcurl keeps the
        // authorities that it has read (from 7.87) only if there is no folder, and reads them for each
        // new connection otherwise, 35 ms of CPU every time.
        if configuration.caFile != nil || Transfer.systemHasAuthorityFile {
            try easy.set(BRAID_CURLOPT_CAPATH, nil)
        }
        if let certificate = configuration.clientCertificate {
            try easy.set(BRAID_CURLOPT_SSLCERT, certificate.file)
            try easy.set(BRAID_CURLOPT_SSLCERTTYPE, certificate.format)
            try easy.set(BRAID_CURLOPT_SSLKEY, certificate.keyFile)
            // Without a password OpenSSL would ask at the terminal for the one of an encrypted key, and wait.
            try easy.set(BRAID_CURLOPT_KEYPASSWD, certificate.password ?? "")
        }
        if configuration.insecure {
            try easy.set(BRAID_CURLOPT_SSL_VERIFYPEER, 0)
            try easy.set(BRAID_CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    /// Whether the system's authorities are all in a file that libcurl knows and this process can read.
    private static let systemHasAuthorityFile: Bool = {
        guard let file = (try? LibraryFeatures.read())?.caFile else { return false }
        // Safety: the path is a terminated string for the length of the call.
        return unsafe access(file, R_OK) == 0
    }()

    /// The caller's fields in libcurl's notation, and those that libcurl would add unasked removed.
    private var fieldLines: [String] {
        // “Expect: 100-continue” costs a second at servers that ignore it.
        var lines = ["Expect:"]
        let ours: [HTTPField.Name] = [.contentLength, .transferEncoding, .expect]
        for field in request.headerFields where !ours.contains(field.name) {
            let name = field.name.rawName
            lines.append(field.value.isEmpty ? "\(name);" : "\(name): \(field.value)")
        }
        // libcurl would call every body a form.
        if request.headerFields[.contentType] == nil { lines.append("Content-Type:") }
        return lines
    }
}
