import BraidCore
import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite(.offThePool) struct MultiHandleTests {
    private func transfers(
        _ count: Int, _ url: String, _ configuration: HTTPClient.Configuration
    ) throws -> [Transfer] {
        try (0..<count).map { _ in try Transfer(Request(url: url), configuration: configuration) }
    }

    @Test func oneConnectionServesRequestAfterRequest() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        let driver = try PollDriver(.direct)
        for _ in 0..<20 {
            let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
            driver.run([transfer])
            #expect(try transfer.result?.get().text == "x")
        }
        #expect(server.connections == 1)
    }

    @Test func aConnectionThatTheServerClosedIsReplaced() throws {
        let server = LoopbackServer {
            _ = $0.respond("200 OK", [], "x")
            return false
        }
        let driver = try PollDriver(.direct)
        for _ in 0..<3 {
            let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
            driver.run([transfer])
            #expect(try transfer.result?.get().text == "x")
        }
        #expect(server.connections == 3)
    }

    @Test func manyAtOnce() throws {
        // Nobody is answered before all have asked.
        let all = Rendezvous(100)
        let server = LoopbackServer {
            all.wait()
            return $0.respond("200 OK", [], $0.path)
        }
        let driver = try PollDriver(.direct)
        let transfers = try (0..<100).map {
            try Transfer(Request(url: server.url("/\($0)")), configuration: .direct)
        }
        driver.run(transfers)
        for (index, transfer) in transfers.enumerated() {
            #expect(try transfer.result?.get().text == "/\(index)")
        }
        #expect(server.connections == 100)
        #expect(driver.multi.activeCount == 0)
    }

    @Test func noMoreConnectionsThanAllowed() throws {
        let busy = Peak()
        let server = LoopbackServer { exchange in
            busy.during { exchange.respond("200 OK", [], "x") }
        }
        let configuration = HTTPClient.Configuration.direct { $0.maximumConnections = 4 }
        let driver = try PollDriver(configuration)
        let all = try transfers(50, server.url(), configuration)
        driver.run(all)
        #expect(all.allSatisfy { (try? $0.result?.get().text) == "x" })
        #expect(server.connections <= 4)
        #expect(busy.peak <= 4)
    }

    @Test func noMoreConnectionsToAHostThanAllowed() throws {
        let servers = (0..<2).map { _ in LoopbackServer { $0.respond("200 OK", [], "x") } }
        let configuration = HTTPClient.Configuration.direct { $0.maximumConnectionsPerHost = 2 }
        let driver = try PollDriver(configuration)
        let all = try servers.flatMap { try transfers(20, $0.url(), configuration) }
        driver.run(all)
        #expect(all.allSatisfy { (try? $0.result?.get().text) == "x" })
        #expect(servers.allSatisfy { $0.connections <= 2 })
    }

    @Test func oneFailureLeavesTheOthersAlone() throws {
        let server = LoopbackServer { exchange in
            if exchange.path == "/bad" { return false }
            return exchange.respond("200 OK", [], "x")
        }
        let driver = try PollDriver(.direct)
        let all = try ["/a", "/bad", "/b"].map {
            try Transfer(Request(url: server.url($0)), configuration: .direct)
        }
        driver.run(all)
        #expect(all.map { $0.result?.error?.kind } == [nil, .connection, nil])
    }

    // MARK: Cancelling

    @Test func aCancelledTransferIsNotAmongTheCompleted() throws {
        let server = LoopbackServer { $0.path == "/slow" ? $0.waitForTheClientToGo() : $0.respond() }
        let driver = try PollDriver(.direct)
        let slow = try Transfer(Request(url: server.url("/slow")), configuration: .direct)
        let quick = try Transfer(Request(url: server.url("/quick")), configuration: .direct)
        driver.multi.add(slow)
        driver.run([quick])
        #expect(driver.multi.cancel(slow))
        #expect(driver.takeWishes().isEmpty)
        #expect(slow.result?.error?.kind == .cancelled)
        #expect(driver.multi.activeCount == 0)
    }

    @Test func cancellingClosesTheConnection() throws {
        let stalled = StalledServer()
        let driver = try PollDriver(.direct)
        let transfer = try Transfer(Request(url: stalled.server.url()), configuration: .direct)
        driver.multi.add(transfer)
        _ = driver.takeWishes()
        while !stalled.wasAsked { _ = driver.turn() }
        #expect(driver.multi.cancel(transfer))
        #expect(driver.takeWishes().isEmpty)
        #expect(driver.watched.isEmpty)
        stalled.waitForTheClientToGo()
    }

    @Test func cancellingTwiceOrAfterTheEndChangesNothing() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        let driver = try PollDriver(.direct)
        let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
        driver.run([transfer])
        #expect(!driver.multi.cancel(transfer))
        #expect(try transfer.result?.get().text == "x")
    }

    @Test func cancellingATransferThatWasNeverAdded() throws {
        let driver = try PollDriver(.direct)
        let transfer = try Transfer(Request(url: "http://127.0.0.1/"), configuration: .direct)
        #expect(driver.multi.cancel(transfer))
        #expect(transfer.result?.error?.kind == .cancelled)
    }

    @Test func cancellingDuringANameLookupDoesNotDisturbTheNext() throws {
        let driver = try PollDriver(.direct)
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        for index in 0..<20 {
            let lookup = try Transfer(
                Request(url: "http://nohost\(index).invalid/"), configuration: .direct)
            driver.multi.add(lookup)
            _ = driver.takeWishes()
            _ = driver.turn()
            #expect(driver.multi.cancel(lookup) || lookup.result?.error?.kind == .unknownHost)
        }
        let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
        driver.run([transfer])
        #expect(try transfer.result?.get().text == "x")
    }

    @Test func cancellingWhileItWaitsForItsTurn() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        let configuration = HTTPClient.Configuration.direct { $0.maximumConnections = 1 }
        let driver = try PollDriver(configuration)
        let all = try transfers(3, server.url(), configuration)
        for transfer in all { driver.multi.add(transfer) }
        #expect(driver.multi.activeCount == 1)
        #expect(driver.multi.cancel(all[1]))
        #expect(driver.multi.cancel(all[0]))
        #expect(driver.multi.activeCount == 1)
        _ = driver.takeWishes()
        while all[2].result == nil { _ = driver.turn() }
        #expect(all.map { $0.result?.error?.kind } == [.cancelled, .cancelled, nil])
        #expect(driver.multi.activeCount == 0)
    }

    @Test func theNextStartsWhenOneEnds() throws {
        // Nothing is given to libcurl before its turn, so that its timeout cannot run before either.
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        let configuration = HTTPClient.Configuration.direct { $0.maximumConnections = 1 }
        let driver = try PollDriver(configuration)
        let all = try transfers(2, server.url(), configuration)
        for transfer in all { driver.multi.add(transfer) }
        #expect(all[1].easy == nil)
        _ = driver.takeWishes()
        while all[0].result == nil { _ = driver.turn() }
        #expect(all[1].easy != nil || all[1].result != nil)
        while all[1].result == nil { _ = driver.turn() }
        #expect(try all[1].result?.get().text == "x")
    }

    // MARK: The contract

    @Test func aNewTransferWishesForATimerAtOnce() throws {
        let multi = try MultiHandle(configuration: .direct, clock: Scheduler.current.clock)
        #expect(multi.takeTimerChange() == nil)
        multi.add(try Transfer(Request(url: "http://127.0.0.1:1/"), configuration: .direct))
        #expect(multi.takeTimerChange() == .arm(after: .zero))
        #expect(multi.takeTimerChange() == nil)
        #expect(multi.nextSocketChange() == nil)
        #expect(multi.nextCompleted() == nil)
        #expect(multi.activeCount == 1)
    }

    @Test func anEventForADescriptorThatNobodyWatchesIsIgnored() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        let driver = try PollDriver(.direct)
        let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
        driver.multi.add(transfer)
        _ = driver.takeWishes()
        driver.multi.socketReady(0, .read)
        driver.multi.socketReady(9999, [.read, .write, .failure])
        driver.multi.timerFired()
        driver.multi.timerFired()
        _ = driver.takeWishes()
        while transfer.result == nil { _ = driver.turn() }
        #expect(try transfer.result?.get().text == "x")
    }

    @Test func releasingTheHandleInTheMiddleReleasesItsTransfers() throws {
        let stalled = StalledServer()
        weak var released: Transfer?
        do {
            let driver = try PollDriver(.direct)
            let transfer = try Transfer(Request(url: stalled.server.url()), configuration: .direct)
            released = transfer
            driver.multi.add(transfer)
            _ = driver.takeWishes()
            while !stalled.wasAsked { _ = driver.turn() }
        }
        #expect(released == nil)
        stalled.waitForTheClientToGo()
    }

    @Test func anEndedTransferIsReleased() throws {
        let server = LoopbackServer { $0.respond() }
        let driver = try PollDriver(.direct)
        weak var released: Transfer?
        do {
            let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
            released = transfer
            driver.run([transfer])
        }
        #expect(released == nil)
    }

    @Test func aHandleIsUsedAgainWithoutTraceOfItsLastTransfer() throws {
        let server = LoopbackServer {
            _ = $0.readBody()
            return $0.respond("200 OK", [], "\($0.method) \($0.field("X-A") ?? "-")")
        }
        let driver = try PollDriver(.direct)
        var request = Request(url: server.url(), method: .delete, body: Array("data".utf8))
        request.headerFields[.init("X-A")!] = "1"
        let first = try Transfer(request, configuration: .direct)
        driver.run([first])
        let second = try Transfer(Request(url: server.url()), configuration: .direct)
        driver.run([second])
        #expect(try first.result?.get().text == "DELETE 1")
        #expect(try second.result?.get().text == "GET -")
    }
}

/// Begins an answer and never ends it.
final class StalledServer {
    let server: LoopbackServer
    private let asked: Flag
    private let gone: Rendezvous

    /// Whether the request has come; what is sent afterwards wakes whoever polls for this.
    var wasAsked: Bool { asked.isRaised }

    init() {
        let asked = Flag()
        let gone = Rendezvous(2)
        server = LoopbackServer {
            asked.raise()
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            _ = $0.waitForTheClientToGo()
            gone.wait()
            return false
        }
        self.asked = asked
        self.gone = gone
    }

    func waitForTheClientToGo() { gone.wait() }
}
