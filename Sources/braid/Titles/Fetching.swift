// Titles › Fetching: one address, in each model's colour. What the four pipelines share.

internal import BraidBridges
internal import BraidCore
internal import BraidGoroutines
internal import BraidHTTP
internal import BraidPromises

extension Job {
    /// The next visit that may start; nil at the end. From a goroutine or a plain thread.
    @available(*, noasync)
    func next() -> Visit? {
        switch take() {
        case .visit(let visit): visit
        case .later: visits.receive()
        case .end: nil
        }
    }

    /// From a coroutine.
    nonisolated(nonsending) func next() async throws -> Visit? {
        switch take() {
        case .visit(let visit): visit
        case .later: try await visits.receive()
        case .end: nil
        }
    }

    /// As a promise.
    func promiseOfNext() -> Promise<Visit?> {
        switch take() {
        case .visit(let visit): .resolve(visit)
        case .later: .async { try await self.visits.receive() }
        case .end: .resolve(nil)
        }
    }

    /// From a goroutine or a plain thread.
    @available(*, noasync)
    func page(_ visit: Visit) -> PageResult {
        let request = request(for: visit)
        return result(of: visit, Result { () throws(HTTPError) in try client.send(request) })
    }

    /// From a coroutine.
    nonisolated(nonsending) func page(_ visit: Visit) async -> PageResult {
        do throws(HTTPError) {
            return await read(try await client.send(request(for: visit)), of: visit)
        } catch {
            return result(of: visit, .failure(error))
        }
    }

    /// As a promise, which is never rejected: a page that cannot be fetched is a result too.
    func page(promised visit: Visit) -> Promise<PageResult> {
        let response = client.fetch(request(for: visit))
        let page =
            xpath == nil
            ? response.then { self.result(of: visit, .success($0)) }
            : response.then { response in
                Promise.async { await self.read(response, of: visit) }
            }
        return page.catch { error in
            guard let error = error as? HTTPError else { throw error }
            return self.result(of: visit, .failure(error))
        }
    }

    /// Reads the page. To select from it can take seconds, which a loop has not: a goroutine does that.
    private nonisolated(nonsending) func read(
        _ response: Response, of visit: Visit
    ) async -> PageResult {
        guard xpath != nil,
            let page = try? await toGoroutine(
                name: "select",
                { [self] in
                    result(of: visit, .success(response))
                })
        else { return result(of: visit, .success(response)) }
        return page
    }

    private func result(
        of visit: Visit, _ outcome: Result<Response, HTTPError>
    ) -> PageResult {
        PageResult(of: visit, at: clock.now, selecting: xpath, outcome)
    }

    private func request(for visit: Visit) -> Request {
        Request(url: visit.address, headerFields: headerFields)
    }
}

extension AddressSource {
    /// The addresses as a channel, as many at a time as are at hand. Reading a file or a terminal blocks; on a thread of its
    /// own it blocks nobody, and what there is to parse is parsed there.
    ///
    /// - Parameter fail: told why the addresses end early, before the channel is closed.
    consuming func channel(orElse fail: @escaping @Sendable (CannotRead) -> Void) -> Channel<[Address]> {
        let addresses = Channel<[Address]>(capacity: 2)
        let source = Handed(value: self)
        _ = PlainThread(name: "braid-addresses") {
            var scratch: [UInt8] = []
            while case let batch = source.value.nextBatch(), !batch.isEmpty {
                try? addresses.send(batch.map { Address($0, scratch: &scratch) })
            }
            if let failure = source.value.failure { fail(failure) }
            try? addresses.close()
        }
        return addresses
    }
}
