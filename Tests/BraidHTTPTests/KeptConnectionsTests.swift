import BraidCore
import BraidTestSupport
import Glibc
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite(.offThePool) struct KeptConnectionsTests {
    // MARK: When connections are kept

    @Test func theConnectionOfAServerThatAnswersPlainlyIsKept() throws {
        let pair = try KeptPair { $0.respond("200 OK", ["Content-Type: text/html"], "page") }
        let (isKept, result) = try pair.start("/page?a=b")
        let response = try result.get()
        #expect(isKept)
        #expect(response.text == "page")
        #expect(response.status == .ok && response.status.reasonPhrase == "OK")
        #expect(response.headerFields[.contentType] == "text/html")
        #expect(response.url == pair.server.url("/page?a=b") && response.finalURL == response.url)
        #expect(response.bytesReceived == 4 && response.redirects == 0 && response.version == .http1point1)
        #expect(response.seconds > 0)
        #expect(pair.server.connections == 1)
        #expect(pair.driver.multi.activeCount == 0)
    }

    @Test func theRequestIsTheSameAsLibcurls() throws {
        let pair = try KeptPair { $0.respond("200 OK", [], "page") }
        try pair.start("/p?q=1")
        let other = try PollDriver(pair.configuration)
        other.run([try pair.transfer("/p?q=1")])
        try #require(pair.seen.count == 2)
        #expect(pair.seen[0][0] == pair.seen[1][0])
        #expect(Set(pair.seen[0]) == Set(pair.seen[1]))
        #expect(pair.seen[0].count == pair.seen[1].count)
    }

    @Test func theFragmentIsNotSent() throws {
        let pair = try KeptPair { $0.respond("200 OK", [], "page") }
        #expect(try pair.start("/p#part").isKept)
        #expect(pair.seen.last?[0] == "GET /p HTTP/1.1")
    }

    @Test func aUsersNameIsForLibcurl() throws {
        let pair = try KeptPair { $0.respond("200 OK", [], $0.field("Authorization") ?? "") }
        let url = pair.server.url("/").replacing("http://", with: "http://user:secret@")
        let transfer = try Transfer(Request(url: url), configuration: pair.configuration)
        pair.driver.run([transfer])
        #expect(try transfer.result?.get().text == "Basic dXNlcjpzZWNyZXQ=")
    }

    @Test func otherMethodsAreForLibcurlAndShareAConnection() throws {
        let pair = try KeptPair { exchange in
            exchange.respond("200 OK", [], "\(exchange.method) \(exchange.readBody())")
        }
        for _ in 0..<3 {
            let post = try Transfer(
                Request(url: pair.server.url("/"), method: .post, body: Array("x".utf8)),
                configuration: pair.configuration)
            pair.driver.run([post])
            #expect(try post.result?.get().text == "POST x")
            #expect(try pair.start("/plain").isKept)
        }
        #expect(pair.server.connections == 2)
    }

    @Test func aServerThatSometimesAnswersOtherwiseIsLeftToLibcurl() throws {
        let server = LoopbackServer {
            $0.path == "/moved" ? $0.respond("302 Found", ["Location: /"]) : $0.respond("200 OK", [], "x")
        }
        let driver = try PollDriver(.direct)
        for path in ["/", "/moved", "/", "/", "/moved", "/", "/", "/", "/moved", "/"] {
            let transfer = try Transfer(Request(url: server.url(path)), configuration: .direct)
            driver.multi.add(transfer)
            #expect(transfer.connection == nil)
            _ = driver.takeWishes()
            while transfer.result == nil { _ = driver.turn() }
            #expect(try transfer.result?.get().text == "x")
        }
        #expect(server.connections == 1)
    }

    // MARK: What is given back to libcurl

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", "HTTP/1.0 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n",
    ])
    func whatIsNotPlainIsAskedForAgain(head: String) throws {
        let body = Gzip.stored(Array("page".utf8))
        let pair = try KeptPair { exchange in
            // The second time it is libcurl that asks, which is answered in its stead.
            exchange.path == "/2"
                ? exchange.respond("200 OK", ["Content-Encoding: gzip"], body)
                : exchange.send("\(head)Content-Length: \(body.count)\r\n\r\n") && exchange.send(body)
        }
        let (isKept, _) = try pair.start("/1")
        #expect(isKept)
        #expect(pair.seen.map { $0[0] } == ["GET /1 HTTP/1.1", "GET /1 HTTP/1.1"])
        // From now on the server is libcurl's, and nothing is asked for twice.
        let (isKeptAgain, result) = try pair.start("/2")
        #expect(!isKeptAgain)
        #expect(try result.get().text == "page")
        #expect(pair.seen.count == 3)
        for _ in 0..<10 { #expect(try !pair.start("/plain").isKept) }
    }

    @Test func aRedirectIsFollowedByLibcurl() throws {
        let pair = try KeptPair {
            $0.path == "/new" ? $0.respond("200 OK", [], "new") : $0.respond("301 Moved", ["Location: /new"])
        }
        let response = try pair.start("/old").result.get()
        #expect(response.text == "new" && response.redirects == 1)
        #expect(response.finalURL == pair.server.url("/new"))
        #expect(pair.seen.map { $0[0] } == ["GET /old HTTP/1.1", "GET /old HTTP/1.1", "GET /new HTTP/1.1"])
    }

    @Test func aRedirectIsAResponseIfNoneIsFollowed() throws {
        let pair = try KeptPair(.direct { $0.maximumRedirects = 0 }) {
            $0.respond("301 Moved", ["Location: /new"], "moved")
        }
        let (isKept, result) = try pair.start("/old")
        #expect(isKept)
        #expect(try result.get().text == "moved")
        #expect(pair.seen.count == 1)
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n",
    ])
    func aConnectionThatEndsBeforeAnAnswerIsReplaced(farewell: String) throws {
        let count = Shared(0)
        let pair = try KeptPair { exchange in
            if count.withLock({
                $0 += 1; return $0
            }) > 1 {
                return exchange.respond("200 OK", [], "page")
            }
            exchange.send(farewell)
            return false
        }
        #expect(try pair.start("/page").result.get().text == "page")
        #expect(pair.server.connections == 2)
        // That was no fault of the server's.
        while try !pair.start("/plain").isKept { try #require(pair.server.connections == 2) }
    }

    @Test func aConnectionThatEndsWhileItRestsIsNotUsed() throws {
        let pair = try KeptPair { exchange in
            _ = exchange.respond("200 OK", [], "last")
            return false
        }
        #expect(try pair.start("/last").result.get().text == "last")
        while !pair.driver.open.isEmpty { _ = pair.driver.turn() }
        let (isKept, result) = try pair.start("/plain")
        #expect(!isKept)
        #expect(try result.get().text == "plain")
    }

    @Test func aServerThatNeverAnswersIsAskedOnceMoreByLibcurl() throws {
        let pair = try KeptPair { _ in false }
        #expect(try pair.start("/").result.error?.kind == .connection)
        #expect(pair.seen.count == 2)
    }

    @Test func garbageIsForLibcurlToJudge() throws {
        let pair = try KeptPair {
            _ = $0.send("garbage\r\n\r\n"); return false
        }
        #expect(try pair.start("/").result.error?.kind == .protocolViolation)
    }

    // MARK: The end of a connection

    @Test(arguments: ["Connection: close", "connection: Close", "Connection: something"])
    func aConnectionThatTheServerWillCloseIsNotUsedAgain(field: String) throws {
        let pair = try KeptPair { $0.respond("200 OK", [field], "last") }
        #expect(try pair.start("/last").result.get().text == "last")
        #expect(try !pair.start("/plain").isKept)
        #expect(pair.server.connections == 2)
    }

    @Test func aConnectionOnWhichMoreCameThanWasAskedForIsNotUsedAgain() throws {
        let pair = try KeptPair { $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc") }
        #expect(try pair.start("/").result.get().text == "a")
        #expect(try !pair.start("/plain").isKept)
    }

    @Test func aCancelledRequestEndsItsConnection() throws {
        let pair = try KeptPair { $0.waitForTheClientToGo() }
        let transfer = try pair.transfer("/never")
        pair.driver.multi.add(transfer)
        #expect(transfer.connection != nil && pair.driver.multi.activeCount == 1)
        #expect(pair.driver.multi.cancel(transfer))
        _ = pair.driver.takeWishes()
        #expect(transfer.error?.kind == .cancelled)
        #expect(pair.driver.multi.activeCount == 0 && pair.driver.open.isEmpty)
    }

    @Test func requestsInProgressEndWithTheHandle() throws {
        let pair = try KeptPair { $0.waitForTheClientToGo() }
        let transfer = try pair.transfer("/never")
        pair.driver.multi.add(transfer)
        pair.driver.multi.close(.closedClient)
        #expect(pair.driver.takeWishes().count == 1)
        #expect(transfer.error == .closedClient)
        #expect(pair.driver.open.isEmpty)
    }

    @Test func connectionsEndWithTheHandle() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], "x") }
        var open: Set<Int32> = []
        do {
            let driver = try PollDriver(.direct)
            for _ in 0..<8 { driver.run([try Transfer(Request(url: server.url()), configuration: .direct)]) }
            open = driver.open
            #expect(open.count == 1)
        }
        // Another part of the program may have the number again, but not for a connection to this server.
        #expect(open.allSatisfy { peerPort(of: $0) != server.port })
    }

    // MARK: Limits

    @Test func theTimeIsLimited() throws {
        let pair = try KeptPair(.direct { $0.timeout = .milliseconds(300) }) { $0.waitForTheClientToGo() }
        let (isKept, result) = try pair.start("/never")
        #expect(isKept)
        let error = HTTPError(.timeout, "no answer from 127.0.0.1:\(pair.server.port) within 300 ms")
        #expect(result.error == error)
        #expect(pair.driver.open.isEmpty)
    }

    @Test func theTimeOfABodyIsLimited() throws {
        let pair = try KeptPair(.direct { $0.timeout = .milliseconds(300) }) {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
            return $0.waitForTheClientToGo()
        }
        #expect(
            try pair.start("/").result.error == HTTPError(.timeout, "the body was not complete within 300 ms")
        )
    }

    @Test func thereIsNoDeadlineWhileNothingIsInProgress() throws {
        let pair = try KeptPair { $0.respond("200 OK", [], "page") }
        let transfer = try pair.transfer("/page")
        pair.driver.multi.add(transfer)
        // Whoever waits for it would keep an event loop from ending.
        #expect(pair.driver.multi.deadline != .never)
        while transfer.result == nil { _ = pair.driver.turn() }
        #expect(pair.driver.multi.deadline == .never)
    }

    @Test func noMoreConnectionsToAHostThanAllowedWithLibcurlsBesideThem() throws {
        let pair = try KeptPair(.direct { $0.maximumConnectionsPerHost = 1 }) {
            $0.respond("200 OK", [], $0.method)
        }
        let options = try Transfer(
            Request(url: pair.server.url("/"), method: .options), configuration: pair.configuration)
        pair.driver.run([options])
        #expect(try options.result?.get().text == "OPTIONS")
        #expect(pair.driver.open.count == 1)
    }

    @Test func noMoreConnectionsThanAllowedToManyHosts() throws {
        let servers = (0..<6).map { _ in LoopbackServer { $0.respond("200 OK", [], "x") } }
        let configuration = HTTPClient.Configuration.direct { $0.maximumConnections = 2 }
        let (driver, settings) = (try PollDriver(configuration), Settings(configuration))
        for server in servers + servers {
            for _ in 0..<6 {
                driver.run([try Transfer(Request(url: server.url()), settings: settings)])
                #expect(driver.open.count <= 2)
            }
        }
    }
}

/// The port at the other end of a connection; nil if the descriptor is none.
private func peerPort(of descriptor: Int32) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // Safety: the address is ours for the length of the closure, and of the size that is given.
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe getpeername(descriptor, $0, &size)
        }
    }
    return code == 0 ? UInt16(bigEndian: address.sin_port) : nil
}
