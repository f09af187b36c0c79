import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

/// The rules, without a network.
@Suite struct LookupsTests {
    private func transfer(_ host: String) throws -> Transfer {
        try Transfer(Request(url: "http://\(host)/"), configuration: .direct)
    }

    private func waits(_ transfer: Transfer, in lookups: Lookups) -> Bool {
        !lookups.permit(transfer) && lookups.queueIfRefused(transfer)
    }

    @Test func noMoreThanThePlaces() throws {
        let lookups = Lookups(most: 2)
        let all = try ["a.example", "b.example", "c.example", "d.example"].map(transfer)
        #expect(lookups.permit(all[0]) && lookups.permit(all[1]))
        #expect(waits(all[2], in: lookups) && waits(all[3], in: lookups))
        #expect(lookups.next() == nil)
        lookups.end(all[1])
        #expect(lookups.next() === all[2])
        #expect(lookups.next() == nil)
        #expect(lookups.permit(all[2]))
        #expect(lookups.count == 2)
        lookups.end(all[0])
        #expect(lookups.next() === all[3])
    }

    @Test func anAddressNeedsNoPlace() throws {
        let lookups = Lookups(most: 1)
        let first = try transfer("a.example")
        #expect(lookups.permit(first))
        for host in ["127.0.0.1", "127.1", "[::1]", "localhost", "a.localhost"] {
            let literal = try transfer(host)
            #expect(lookups.permit(literal), "\(host)")
        }
        for host in ["1.2.3.4.example", "localhost.example", "1-2.3"] {
            let named = try transfer(host)
            #expect(!lookups.permit(named), "\(host)")
        }
        #expect(lookups.count == 1)
    }

    @Test func aHostIsLookedUpOnceAtATime() throws {
        let lookups = Lookups(most: 10)
        let all = try ["a.example", "a.example", "b.example"].map(transfer)
        #expect(lookups.permit(all[0]))
        #expect(waits(all[1], in: lookups))
        #expect(lookups.permit(all[2]))
    }

    @Test func aLookupThatFailsHasFailedForWhoWaitedForAllOfIt() throws {
        let lookups = Lookups(most: 10)
        let all = try (0..<4).map { _ in try transfer("a.example") }
        #expect(lookups.permit(all[0]))
        #expect(waits(all[1], in: lookups) && waits(all[2], in: lookups))
        #expect(lookups.fail(all[0]).isEmpty, "they came when it had begun")
        lookups.end(all[0])
        #expect(lookups.next() === all[1])
        #expect(lookups.permit(all[1]))
        #expect(waits(all[3], in: lookups))
        let failed = lookups.fail(all[1])
        #expect(failed.count == 1 && failed.first === all[2])
        lookups.end(all[1])
        #expect(lookups.next() === all[3])
        #expect(lookups.count == 1)
    }

    @Test func whoGaveUpWhileItWaitedIsPassedOver() throws {
        let lookups = Lookups(most: 1)
        let all = try ["a.example", "b.example", "c.example"].map(transfer)
        #expect(lookups.permit(all[0]))
        #expect(waits(all[1], in: lookups) && waits(all[2], in: lookups))
        all[1].finish(HTTPError(.cancelled, "test"))
        lookups.end(all[0])
        #expect(lookups.next() === all[2])
    }

    @Test func aPlaceThatWasPromisedAndNotUsedIsFree() throws {
        let lookups = Lookups(most: 1)
        let all = try ["a.example", "b.example"].map(transfer)
        #expect(lookups.permit(all[0]))
        #expect(waits(all[1], in: lookups))
        lookups.end(all[0])
        #expect(lookups.next() === all[1])
        lookups.end(all[1])
        #expect(lookups.count == 0)
    }

    @Test func whoHasHadItsLookupIsNotAskedAgain() throws {
        // A connection that has died is replaced in the middle of a request.
        let lookups = Lookups(most: 1)
        let all = try ["a.example", "b.example"].map(transfer)
        #expect(lookups.permit(all[0]))
        lookups.end(all[0])
        #expect(lookups.permit(all[1]))
        #expect(lookups.permit(all[0]))
        #expect(lookups.count == 1)
    }
}

/// The same with libcurl. A proxy with a name stands for a host that is found without asking a name server.
@Suite(.offThePool) struct BoundedLookupTests {
    private func configuration(_ most: Int, proxy: LoopbackServer? = nil) -> HTTPClient.Configuration {
        .direct {
            $0.maximumLookups = most
            if let proxy { $0.proxy = .url("http://localhost:\(proxy.port)") }
        }
    }

    private func transfers(
        _ urls: [String], _ configuration: HTTPClient.Configuration
    ) throws -> [Transfer] {
        try urls.map { try Transfer(Request(url: $0), configuration: configuration) }
    }

    @Test func noMoreLookupsThanAllowed() throws {
        let configuration = configuration(2)
        let driver = try PollDriver(configuration)
        let all = try transfers((0..<12).map { "http://nobody\($0).invalid/" }, configuration)
        for transfer in all { driver.multi.add(transfer) }
        _ = driver.takeWishes()
        var most = 0
        while all.contains(where: { $0.result == nil }) {
            _ = driver.turn()
            most = max(most, driver.multi.lookups.count)
        }
        #expect(most == 2)
        #expect(all.allSatisfy { $0.result?.error?.kind == .unknownHost })
        #expect(driver.multi.lookups.count == 0)
        #expect(driver.multi.activeCount == 0)
    }

    @Test func whoWaitsForAHostThatIsFoundIsServed() throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], $0.path) }
        let configuration = configuration(4, proxy: proxy)
        let driver = try PollDriver(configuration)
        let urls = (0..<50).map { "http://nobody.invalid/\($0)" }
        let all = try transfers(urls, configuration)
        driver.run(all)
        #expect(all.map { try? $0.result?.get().text } == urls)
        #expect(driver.multi.lookups.count == 0)
    }

    @Test func aHostThatNeedsNoLookupAfterAllGivesItsPlaceBack() throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], $0.path) }
        let configuration = configuration(1, proxy: proxy)
        let driver = try PollDriver(configuration)
        let urls = (0..<50).map { "http://nobody\($0).invalid/" }
        let all = try transfers(urls, configuration)
        driver.run(all)
        #expect(all.map { try? $0.result?.get().text } == urls)
        #expect(driver.multi.lookups.count == 0)
    }

    @Test func aPageAtAnAddressIsFetchedWhileNoPlaceIsFree() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        // A request that waits for its host has no place among those in progress either.
        var configuration = configuration(1)
        configuration.maximumConnections = 1
        let driver = try PollDriver(configuration)
        let all = try transfers(
            ["http://slow.invalid/", "http://nobody.invalid/", server.url(), server.url()], configuration)
        #expect(driver.multi.lookups.permit(all[0]))
        driver.multi.add(all[1])
        driver.run([all[2]])
        #expect(try all[2].result?.get().text == "x")
        #expect(all[1].result == nil)
        #expect(driver.multi.activeCount == 0)
        driver.multi.lookups.end(all[0])
        driver.run([all[3]])
        while all[1].result == nil { _ = driver.turn() }
        #expect(all[1].result?.error?.kind == .unknownHost)
    }

    @Test func aRequestThatWaitsForItsLookupCanBeCancelled() throws {
        let configuration = configuration(1)
        let driver = try PollDriver(configuration)
        let all = try transfers(["http://slow.invalid/", "http://nobody.invalid/"], configuration)
        #expect(driver.multi.lookups.permit(all[0]))
        driver.multi.add(all[1])
        _ = driver.takeWishes()
        _ = driver.turn()
        #expect(driver.multi.activeCount == 0)
        #expect(driver.multi.cancel(all[1]))
        #expect(all[1].result?.error?.kind == .cancelled)
        #expect(driver.takeWishes().isEmpty)
    }

    @Test func closingEndsThoseThatWaitForTheirLookups() throws {
        let configuration = configuration(1)
        let driver = try PollDriver(configuration)
        let all = try transfers((0..<5).map { "http://nobody\($0).invalid/" }, configuration)
        for transfer in all { driver.multi.add(transfer) }
        _ = driver.takeWishes()
        driver.multi.timerFired()
        driver.multi.close(.closedClient)
        #expect(all.allSatisfy { $0.result != nil })
        #expect(driver.multi.activeCount == 0 && driver.multi.lookups.count == 0)
    }

    @Test func anUploadIsSentWholeAfterItHasWaited() throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], $0.readBody()) }
        let configuration = configuration(1, proxy: proxy)
        let driver = try PollDriver(configuration)
        let all = try (0..<10).map {
            try Transfer(
                Request(url: "http://nobody\($0).invalid/", method: .post, body: Array("body \($0)".utf8)),
                configuration: configuration)
        }
        driver.run(all)
        #expect(all.map { try? $0.result?.get().text } == (0..<10).map { "body \($0)" })
    }
}
