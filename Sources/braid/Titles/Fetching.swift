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
            return result(of: visit, since: start, .success(try await client.send(request(for: visit))))
        } catch {
            return result(of: visit, since: start, .failure(error))
        }
    }

    /// As a promise, which is never rejected: a page that cannot be fetched is a result too.
    func page(promised visit: Visit) -> Promise<PageResult> {
        let start = ContinuousClock.now
        return client.fetch(request(for: visit)).then { response in
            self.result(of: visit, since: start, .success(response))
        }.catch { error in
            guard let error = error as? HTTPError else { throw error }
            return self.result(of: visit, since: start, .failure(error))
        }
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
    consuming func channel(capacity: Int) -> Channel<String> {
        let addresses = Channel<String>(capacity: capacity)
        let source = Handed(value: self)
        _ = PlainThread(name: "braid-addresses") {
            for address in source.value { try? addresses.send(address) }
            try? addresses.close()
        }
        return addresses
    }
}
