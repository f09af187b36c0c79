// Titles › Fetching: one address, in each model's colour. What the four pipelines share.

internal import BraidBridges
internal import BraidCore
internal import BraidGoroutines
internal import BraidHTTP
internal import BraidPromises

extension HTTPClient {
    /// From a goroutine or a plain thread.
    @available(*, noasync)
    func page(_ address: String) -> PageResult {
        let start = ContinuousClock.now
        return PageResult(of: address, since: start, Result { () throws(HTTPError) in try get(address) })
    }

    /// From a coroutine.
    nonisolated(nonsending) func page(_ address: String) async -> PageResult {
        let start = ContinuousClock.now
        do throws(HTTPError) {
            return PageResult(of: address, since: start, .success(try await get(address)))
        } catch {
            return PageResult(of: address, since: start, .failure(error))
        }
    }

    /// As a promise, which is never rejected: a page that cannot be fetched is a result too.
    func page(promised address: String) -> Promise<PageResult> {
        let start = ContinuousClock.now
        return fetch(address).then { response in
            PageResult(of: address, since: start, .success(response))
        }.catch { error in
            guard let error = error as? HTTPError else { throw error }
            return PageResult(of: address, since: start, .failure(error))
        }
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
