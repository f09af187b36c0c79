// Bridges › HTTP client and promise: `fetch`.

internal import BraidCore
public import BraidHTTP
public import BraidPromises

extension HTTPClient {
    /// Fetches a page; JavaScript's `fetch`. The request is served on the calling event loop's own thread.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: a promise of the response, whatever its status; rejected with `HTTPError` if there is none.
    public func fetch(_ url: String) -> Promise<Response> {
        fetch(Request(url: url))
    }

    /// Sends a request and promises its response.
    public func fetch(_ request: Request) -> Promise<Response> {
        guard let loop = EventLoop.current else {
            fatalError(
                "fetch was called outside of an event loop: use EventLoop.run { } or EventLoop.runUntilIdle { }"
            )
        }
        let (promise, resolve, reject) = Promise<Response>.withResolvers()
        send(request, on: loop) { result in
            switch result {
            case .success(let response): resolve(response)
            case .failure(let error): reject(error)
            }
        }
        return promise
    }
}
