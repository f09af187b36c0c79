// Transfer › Transfer: one request on its way, from the caller's text to the response or the error.
//
// A transfer is made by whoever asks, which is where a malformed URL is refused. It is then given to a
// MultiHandle, which lends it an EasyHandle for as long as it is in progress. What arrives is collected
// here; when libcurl is done, or the caller gives up, it holds a result, once and for all.
//
//     waiting ──(its turn)──> active ──(libcurl is done)──> ended
//        └──────────(removed)────┴──────────(removed)─────────┘

internal import CBraidCurl
internal import HTTPTypes

/// One request in progress. Confined to whoever drives the MultiHandle it was given to.
package final class Transfer {
    /// What was asked.
    package let request: Request
    /// How it ended; nil while it has not.
    package private(set) var result: Result<Response, HTTPError>?
    /// How many connections were opened for it: 0 if all that it needed stood already.
    package private(set) var newConnections = 0
    /// Whoever waits for the result. It belongs to the engine, which sets it and takes it away: nothing
    /// in this half looks at it.
    package var waiter: AnyObject?

    let url: RequestURL
    let configuration: HTTPClient.Configuration
    /// Why a callback ended the transfer, which libcurl then reports only as a write error.
    private var refusal: HTTPError?
    private var headers: HeaderCollector
    private var body: BodyBuffer
    /// Whether the fields of the final response have come, so that what is missing is its body.
    private var isReadingBody = false
    /// The URLs that answered with a redirect, in order.
    private var visited: [String] = []
    /// The handle in use; MultiHandle lends it.
    var easy: EasyHandle?
    /// Whether it counts as running; MultiHandle's own mark.
    var isAdmitted = false

    /// Prepares a request.
    ///
    /// - Parameter assumingHTTP: whether a URL without a scheme means `http://`.
    /// - Throws: `HTTPError` of kind `.malformedURL`, `.unsupportedScheme` or `.library`.
    package init(
        _ request: Request, configuration: HTTPClient.Configuration, assumingHTTP: Bool = false
    ) throws(HTTPError) {
        url = try RequestURL(request.url, assumingHTTP: assumingHTTP)
        self.request = request
        self.configuration = configuration
        headers = HeaderCollector(maximumBytes: configuration.maximumHeaderBytes)
        body = BodyBuffer(maximumBytes: configuration.maximumBodyBytes)
    }

    /// Whether libcurl follows redirects for this request.
    var followsRedirects: Bool {
        configuration.maximumRedirects > 0 && [.get, .head, .post].contains(request.method)
    }

    // MARK: What arrives

    /// Takes a header line; false ends the transfer.
    func receiveHeaderLine(_ line: Span<UInt8>) -> Bool {
        switch headers.receive(line) {
        case .more, .interim:
            return true
        case .tooLarge:
            let limit = configuration.maximumHeaderBytes
            return refuse(.headersTooLarge, "the header fields are larger than \(limit) bytes")
        case .complete:
            return receiveHeaders()
        }
    }

    /// Takes a piece of the body; false ends the transfer.
    func receiveBodyPiece(_ piece: Span<UInt8>) -> Bool {
        body.append(piece) || refuseBody()
    }

    private func receiveHeaders() -> Bool {
        let willFollow = followsRedirects && headers.isRedirect
        if willFollow, let here = easy?.string(BRAID_CURLINFO_EFFECTIVE_URL) { visited.append(here) }
        isReadingBody = !willFollow
        let hasBody = request.method != .head && !willFollow && ![204, 304].contains(headers.statusCode)
        return body.begin(announced: hasBody ? headers.contentLength : nil) || refuseBody()
    }

    private func refuseBody() -> Bool {
        refuse(.bodyTooLarge, "the body is larger than \(configuration.maximumBodyBytes) bytes")
    }

    private func refuse(_ kind: HTTPError.Kind, _ message: String) -> Bool {
        refusal = HTTPError(kind, message)
        return false
    }

    // MARK: The end

    /// Ends the transfer with what libcurl says; the handle still holds its last state.
    func finish(code: Int32, easy: EasyHandle) {
        guard result == nil else { return }
        newConnections = easy.integer(BRAID_CURLINFO_NUM_CONNECTS)
        if code == BRAID_CURLE_OK {
            result = .success(response(easy))
        } else if let refusal {
            result = .failure(refusal)
        } else {
            result = .failure(failure(code, easy).error)
        }
        body = BodyBuffer(maximumBytes: 0)
    }

    /// Ends the transfer for a reason of ours.
    func finish(_ error: HTTPError) {
        guard result == nil else { return }
        result = .failure(error)
        body = BodyBuffer(maximumBytes: 0)
    }

    private func response(_ easy: EasyHandle) -> Response {
        Response(
            url: request.url,
            finalURL: easy.string(BRAID_CURLINFO_EFFECTIVE_URL) ?? url.text,
            redirects: easy.integer(BRAID_CURLINFO_REDIRECT_COUNT),
            status: HTTPResponse.Status(code: headers.statusCode, reasonPhrase: headers.reasonPhrase),
            headerFields: headers.fields,
            body: body.bytes,
            version: Response.Version(curl: easy.integer(BRAID_CURLINFO_HTTP_VERSION)),
            bytesReceived: easy.wideInteger(BRAID_CURLINFO_SIZE_DOWNLOAD_T),
            seconds: Double(easy.wideInteger(BRAID_CURLINFO_TOTAL_TIME_T)) / 1_000_000)
    }

    private func failure(_ code: Int32, _ easy: EasyHandle) -> TransferFailure {
        let effective = easy.string(BRAID_CURLINFO_EFFECTIVE_URL) ?? url.text
        return TransferFailure(
            code: code,
            systemError: easy.systemError,
            detail: easy.errorText,
            url: (try? RequestURL(effective)) ?? url,
            phase: phase(easy),
            isReadingBody: isReadingBody,
            visited: visited,
            configuration: configuration)
    }

    /// How far the last hop had come. libcurl adds the times of all hops up, so that they tell about
    /// the first only.
    private func phase(_ easy: EasyHandle) -> TransferFailure.Phase {
        if isReadingBody { return .reading }
        if !visited.isEmpty || easy.wideInteger(BRAID_CURLINFO_PRETRANSFER_TIME_T) > 0 { return .waiting }
        if easy.wideInteger(BRAID_CURLINFO_CONNECT_TIME_T) > 0 { return url.isSecure ? .securing : .waiting }
        return easy.wideInteger(BRAID_CURLINFO_NAMELOOKUP_TIME_T) > 0 ? .connecting : .lookingUp
    }
}

extension Response.Version {
    /// libcurl's number for a version; 0, unknown, can only be the oldest.
    fileprivate init(curl number: Int) {
        self =
            switch Int32(number) {
            case BRAID_CURL_HTTP_VERSION_1_1: .http1point1
            case BRAID_CURL_HTTP_VERSION_2_0: .http2
            case BRAID_CURL_HTTP_VERSION_3: .http3
            default: .http1
            }
    }
}
