// Kept › Transfer: what KeptConnections ask of a transfer, and tell it.

private import BraidCore
internal import CBraidCurl
internal import HTTPTypes

extension Transfer {
    // MARK: The request

    /// Whether the request is one that could be sent without libcurl.
    var isPlain: Bool {
        !url.isSecure && response == nil && settings.proxy == .none && preparation != nil
    }

    // MARK: The response

    /// The head of the response, as far as it has come.
    var headers: HeaderCollector { _read { yield arriving.value.headers } }

    /// Whether one would be read that comes without libcurl, and another could follow it.
    var hasPlainHead: Bool {
        visited.isEmpty && headers.isPlain && headers.keepsConnection && headers.framing.isClear
    }

    /// Takes a header line.
    func takeHeaderLine(_ line: Span<UInt8>) -> HeaderCollector.Verdict {
        arriving.value.received += line.count
        let verdict = arriving.value.headers.receive(line)
        if verdict == .tooLarge { _ = refuseHeaders() }
        return verdict
    }

    /// The head is complete; false if the body would be too large.
    func beginBody() -> Bool {
        arriving.value.isReadingBody = true
        return arriving.value.body.begin(announced: headers.contentLength) || refuseBody()
    }

    /// Forgets all that has come.
    func startOver() {
        arriving.value = Arriving(configuration)
    }

    // MARK: The end

    /// The response is complete, so long after the request was sent.
    func finish(after nanoseconds: UInt64) {
        let body = arriving.value.body.bytes
        finish(
            .success(
                Response(
                    url: request.url, finalURL: url.text, redirects: 0,
                    status: HTTPResponse.Status(code: headers.statusCode, reasonPhrase: headers.reasonPhrase),
                    fields: ReceivedFields(headers.block), body: body, version: .http1point1,
                    bytesReceived: body.count, seconds: Double(nanoseconds) / 1_000_000_000)))
    }

    /// It was refused for a reason that was noted then.
    func finishRefused() {
        finish(refusal ?? HTTPError(.cancelled, "the response was refused"))
    }

    /// The connection ended too early, or what came is no body.
    func finishCut() {
        finish(failure(BRAID_CURLE_PARTIAL_FILE))
    }

    /// Its time is over.
    var overdueError: HTTPError { failure(BRAID_CURLE_OPERATION_TIMEDOUT) }

    private func failure(_ code: Int32) -> HTTPError {
        let isReadingBody = arriving.value.isReadingBody
        return TransferFailure(
            code: code, url: url, phase: isReadingBody ? .reading : .waiting, isReadingBody: isReadingBody,
            configuration: configuration
        ).error
    }
}
