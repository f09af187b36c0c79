// Titles › Fetching: one address, in each model's colour. What the four pipelines share.

internal import BraidBridges
internal import BraidCore
internal import BraidGoroutines
internal import BraidHTTP
internal import BraidPromises

extension Job {
    /// From a goroutine or a plain thread.
    @available(*, noasync)
    func page(_ visit: Visit) -> PageResult {
        let start = ContinuousClock.now
        let request = request(for: visit)
        return result(of: visit, since: start, Result { () throws(HTTPError) in try client.send(request) })
    }

    /// From a coroutine.
    nonisolated(nonsending) func page(_ visit: Visit) async -> PageResult {
        let start = ContinuousClock.now
        do throws(HTTPError) {
            return await read(try await client.send(request(for: visit)), of: visit, since: start)
        } catch {
            return result(of: visit, since: start, .failure(error))
        }
    }

    /// As a promise, which is never rejected: a page that cannot be fetched is a result too.
    func page(promised visit: Visit) -> Promise<PageResult> {
        let start = ContinuousClock.now
        let response = client.fetch(request(for: visit))
        let page =
            xpath == nil
            ? response.then { self.result(of: visit, since: start, .success($0)) }
            : response.then { response in
                Promise.async { await self.read(response, of: visit, since: start) }
            }
        return page.catch { error in
            guard let error = error as? HTTPError else { throw error }
            return self.result(of: visit, since: start, .failure(error))
        }
    }

    /// Reads the page. To select from it can take seconds, which a loop has not: a goroutine does that.
    private nonisolated(nonsending) func read(
        _ response: Response, of visit: Visit, since start: ContinuousClock.Instant
    ) async -> PageResult {
        guard xpath != nil,
            let page = try? await toGoroutine(
                name: "select",
                { [self] in
                    result(of: visit, since: start, .success(response))
                })
        else { return result(of: visit, since: start, .success(response)) }
        return page
    }

    private func result(
        of visit: Visit, since start: ContinuousClock.Instant, _ outcome: Result<Response, HTTPError>
    ) -> PageResult {
        PageResult(of: visit, since: start, selecting: xpath, outcome)
    }

    private func request(for visit: Visit) -> Request {
        Request(url: visit.address, headerFields: headerFields)
    }
}

extension AddressSource {
    /// The addresses as a channel. Reading a file or a terminal blocks; on a thread of its own it blocks nobody.
    ///
    /// - Parameter fail: told why the addresses end early, before the channel is closed.
    consuming func channel(
        capacity: Int, orElse fail: @escaping @Sendable (CannotRead) -> Void
    ) -> Channel<String> {
        let addresses = Channel<String>(capacity: capacity)
        let source = Handed(value: self)
        _ = PlainThread(name: "braid-addresses") {
            for address in source.value { try? addresses.send(address) }
            if let failure = source.value.failure { fail(failure) }
            try? addresses.close()
        }
        return addresses
    }
}
