// Client › Callback: requests whose result a callback of the event loop is given. What promises are made of.

package import BraidCore

extension HTTPClient {
    /// Sends a request from the calling event loop, and calls `completion` on that loop with its result; for a request
    /// that cannot be made, too, and then as well in a later turn.
    package func send(
        _ request: Request, on loop: EventLoop, completion: @escaping (Result<Response, HTTPError>) -> Void
    ) {
        loop.hold()
        let deliver = { (result: Result<Response, HTTPError>) in
            loop.callSoon {
                completion(result)
                loop.release()
            }
        }
        do throws(HTTPError) {
            let transfer = try Transfer(request, settings: settings, assumingHTTP: true)
            transfer.recipient = .callback(deliver)
            try engine(on: loop).post(.start(Handed(value: transfer)))
        } catch {
            deliver(.failure(error))
        }
    }
}
