// Transfer › Transfer: one request on its way, from the caller's text to the response or the error.
//
// A transfer is made by whoever asks, which is where a malformed URL is refused. It is then given to a
// MultiHandle, which lends it an EasyHandle for as long as it is in progress. What arrives is collected
// here; when libcurl is done, or the caller gives up, it holds a result, once and for all.
//
//     waiting ──(its turn)──> active ──(libcurl is done)──> ended
//        └──────────(removed)────┴──────────(removed)─────────┘

internal import BraidCore
internal import CBraidCurl
internal import HTTPTypes

/// One request in progress. Confined to whoever drives the MultiHandle it was given to.
package final class Transfer {
    /// What was asked.
    package let request: Request
    /// How it ended; nil while it has not.
    package private(set) var result: Result<Response, HTTPError>?
    /// Why it has no response; nil if it has one, or may yet have.
    var error: HTTPError? {
        guard case .failure(let error) = result else { return nil }
        return error
    }
    /// How many connections were opened for it: 0 if all that it needed stood already.
    package private(set) var newConnections = 0
    /// Whom the engine gives the result. Nothing in this half looks at it.
    enum Recipient {
        case waiter(Engine.Answer)
        /// One who waits in a callback of the event loop that drives the engine.
        case callback((Result<Response, HTTPError>) -> Void)
    }
    var recipient: Recipient?

    /// Who reads the body of the response piece by piece; nil if it is collected here. Set before the start.
    var response: Stream?
    /// Who makes the body of the request while it is sent, and how long it will be. Set before the start.
    var upload: (stream: Stream, length: Int?)?
    /// How much of that has been made.
    private var supplied = 0
    /// Whether libcurl waits for the other end of one of the two.
    var isPaused = false

    let url: RequestURL
    let settings: Settings
    var configuration: HTTPClient.Configuration { settings.configuration }
    /// Why a callback ended the transfer, which libcurl then reports only as a write error.
    private(set) var refusal: HTTPError?
    let arriving: Confined<Arriving>

    struct Arriving {
        var headers: HeaderCollector
        var body: BodyBuffer
        /// Whether the fields of the final response have come, so that what is missing is its body.
        var isReadingBody = false
        /// How many bytes have come, of headers and bodies.
        var received = 0

        init(_ configuration: HTTPClient.Configuration) {
            headers = HeaderCollector(maximumBytes: configuration.maximumHeaderBytes)
            body = BodyBuffer(maximumBytes: configuration.maximumBodyBytes)
        }
    }

    /// The URLs that answered with a redirect, in order.
    private(set) var visited: [String] = []
    /// The handle in use; MultiHandle lends it.
    var easy: EasyHandle?
    /// What libcurl last wanted to watch for it, and on which descriptor; nil if it has watched nothing yet. MultiHandle's
    /// note.
    var lastInterest: Interest?
    var socket: Int32?
    /// Who sends it if libcurl need not, while it is active; MultiHandle sets it.
    var kept: KeptConnections?
    /// The connection that it is on without libcurl; the note of KeptConnections.
    var connection: KeptConnection?
    /// What libcurl is to leave open for them.
    var socketToKeep: Int32?
    /// Whether it counts as running; MultiHandle's own mark.
    var isAdmitted = false
    /// Who says whether its host may be looked up, while it is active; MultiHandle sets it.
    var lookups: Lookups?
    /// What has become of its own lookup; the mark of Lookups.
    var lookup = Lookups.Progress.notAsked

    /// Prepares a request.
    ///
    /// - Parameter assumingHTTP: whether a URL without a scheme means `http://`.
    /// - Throws: `HTTPError` of kind `.malformedURL`, `.unsupportedScheme` or `.library`.
    init(_ request: Request, settings: Settings, assumingHTTP: Bool = false) throws(HTTPError) {
        url = try RequestURL(request.url, assumingHTTP: assumingHTTP)
        self.request = request
        self.settings = settings
        arriving = Confined(Arriving(settings.configuration))
    }

    /// The same with a configuration of its own.
    package convenience init(
        _ request: Request, configuration: HTTPClient.Configuration, assumingHTTP: Bool = false
    ) throws(HTTPError) {
        try self.init(request, settings: Settings(configuration), assumingHTTP: assumingHTTP)
    }

    /// Whether libcurl follows redirects for this request.
    var followsRedirects: Bool {
        guard upload == nil, settings.configuration.maximumRedirects > 0 else { return false }
        return request.method == .get || request.method == .head || request.method == .post
    }

    /// Whether libcurl may look a name up. What a redirect leads to is not asked about, as it cannot be begun again.
    func mayLookUp() -> Bool {
        guard let lookups, visited.isEmpty else { return true }
        return lookups.permit(self)
    }

    // MARK: What arrives

    /// Takes a header line; false ends the transfer.
    func receiveHeaderLine(_ line: Span<UInt8>) -> Bool {
        arriving.value.received += line.count
        switch arriving.value.headers.receive(line) {
        case .more, .interim: return true
        case .tooLarge: return refuseHeaders()
        case .complete: return receiveHeaders()
        }
    }

    /// What becomes of a piece of the body.
    enum Intake {
        case taken
        /// It is to be given again when the transfer is resumed.
        case paused
        /// The transfer ends.
        case refused
    }

    /// Takes a piece of the body.
    func receiveBodyPiece(_ piece: Span<UInt8>) -> Intake {
        arriving.value.received += piece.count
        guard let response else {
            return arriving.value.body.append(piece) || refuseBody() ? .taken : .refused
        }
        isPaused = !response.receive(piece)
        return isPaused ? .paused : .taken
    }

    /// Gives libcurl at most so many bytes of the request's body.
    func supply(atMost most: Int) -> Stream.Supply {
        guard let upload else { return .end }
        var supply = upload.stream.supply(atMost: most)
        if case .bytes(let bytes) = supply {
            supplied += bytes.count
            // The server would take what is too much for the beginning of another request.
            if let length = upload.length, supplied > length {
                supply = .failure(
                    HTTPError(.bodyTooLarge, "the request's body is larger than its \(length) bytes"))
            }
        }
        switch supply {
        case .pause: isPaused = true
        case .failure(let error): refusal = error
        case .bytes, .end: break
        }
        return supply
    }

    /// Where the engine can be reached by the other ends of the bodies.
    func connect(_ line: EngineLine) {
        response?.connect(line)
        upload?.stream.connect(line)
    }

    private func receiveHeaders() -> Bool {
        let willFollow = followsRedirects && arriving.value.headers.isRedirect
        if willFollow, let easy {
            if let here = easy.string(BRAID_CURLINFO_EFFECTIVE_URL) { visited.append(here) }
            easy.forgetSockets()
        }
        arriving.value.isReadingBody = !willFollow
        if !willFollow { kept?.headCame(of: self) }
        if let response {
            if !willFollow { response.begin(head) }
            return true
        }
        let hasBody =
            request.method != .head && !willFollow && ![204, 304].contains(arriving.value.headers.statusCode)
        return arriving.value.body.begin(announced: hasBody ? arriving.value.headers.contentLength : nil)
            || refuseBody()
    }

    private var head: ResponseHead {
        ResponseHead(
            url: request.url,
            finalURL: easy?.string(BRAID_CURLINFO_EFFECTIVE_URL) ?? url.text,
            redirects: visited.count,
            fields: arriving.value.headers,
            version: Response.Version(curl: easy?.integer(BRAID_CURLINFO_HTTP_VERSION) ?? 0))
    }

    func refuseHeaders() -> Bool {
        refuse(
            .headersTooLarge, "the header fields are larger than \(configuration.maximumHeaderBytes) bytes")
    }

    func refuseBody() -> Bool {
        refuse(.bodyTooLarge, "the body is larger than \(configuration.maximumBodyBytes) bytes")
    }

    private func refuse(_ kind: HTTPError.Kind, _ message: String) -> Bool {
        refusal = HTTPError(kind, message)
        return false
    }

    // MARK: Idleness

    /// A number that changes whenever something arrives or is sent; nil while nothing needs to: before a connection stands.
    var idleMark: Int? {
        if connection != nil { return arriving.value.received }
        guard let easy, !isPaused, !visited.isEmpty || easy.wideInteger(BRAID_CURLINFO_PRETRANSFER_TIME_T) > 0
        else {
            return nil
        }
        return arriving.value.received + easy.wideInteger(BRAID_CURLINFO_SIZE_UPLOAD_T)
    }

    /// What is said of one that has stood still for too long.
    var idleError: HTTPError {
        let limit = configuration.idleTimeout?.words ?? "long"
        return HTTPError(.timeout, "nothing came from \(url.authority) for \(limit)")
    }

    // MARK: The end

    /// Ends the transfer with what libcurl says; the handle still holds its last state.
    func finish(code: Int32, easy: EasyHandle) {
        guard result == nil else { return }
        newConnections = easy.integer(BRAID_CURLINFO_NUM_CONNECTS)
        if code == BRAID_CURLE_OK {
            finish(.success(response(easy)))
        } else {
            finish(refusal ?? failure(code, easy).error)
        }
    }

    /// Ends the transfer for a reason of ours.
    func finish(_ error: HTTPError) {
        finish(.failure(error))
    }

    /// Ends the transfer.
    func finish(_ result: Result<Response, HTTPError>) {
        guard self.result == nil else { return }
        self.result = result
        settle()
    }

    private func settle() {
        arriving.value.body = BodyBuffer(maximumBytes: 0)
        guard let outcome = result?.map({ _ in () }) else { return }
        response?.end(outcome)
        upload?.stream.end(outcome.flatMap { .failure(HTTPError(.cancelled, "the request has ended")) })
    }

    private func response(_ easy: EasyHandle) -> Response {
        let redirects = easy.integer(BRAID_CURLINFO_REDIRECT_COUNT)
        return Response(
            url: request.url,
            finalURL: redirects > 0 ? easy.string(BRAID_CURLINFO_EFFECTIVE_URL) ?? url.text : url.text,
            redirects: redirects,
            status: HTTPResponse.Status(
                code: arriving.value.headers.statusCode, reasonPhrase: arriving.value.headers.reasonPhrase),
            fields: ReceivedFields(arriving.value.headers.block),
            body: arriving.value.body.bytes,
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
            isReadingBody: arriving.value.isReadingBody,
            visited: visited,
            configuration: configuration)
    }

    /// How far the last hop had come.
    ///
    /// libcurl's own times tell little: those of all hops are added up, and that of the connection is set only when
    /// TLS stands as well. What it watched tells more: a lookup is watched before there is a socket, a connection for
    /// writing, a handshake for reading; and one who waits for a connection of another request watches nothing.
    private func phase(_ easy: EasyHandle) -> TransferFailure.Phase {
        if arriving.value.isReadingBody { return .reading }
        let isFirstHop = visited.isEmpty
        if isFirstHop, easy.wideInteger(BRAID_CURLINFO_PRETRANSFER_TIME_T) > 0 { return .waiting }
        guard easy.socketCount > 0 else {
            guard isFirstHop else { return .waiting }
            return lastInterest == nil ? .connecting : .lookingUp
        }
        if lastInterest?.contains(.write) == true { return .connecting }
        return isFirstHop && url.isSecure ? .securing : .waiting
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
