import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidHTTP

@Suite struct IdleWatchTests {
    private final class Item {
        var mark: Int? = 0
        var isOver = false
    }

    /// Looks every millisecond from the first to the last; returns when something was found.
    private func found(
        in watch: inout IdleWatch<Item>, _ milliseconds: ClosedRange<UInt64>,
        _ step: (UInt64) -> Void = { _ in }
    ) -> [UInt64] {
        milliseconds.filter { now in
            step(now)
            let now = Instant(nanoseconds: now * 1_000_000)
            return watch.next(at: now, isOver: \.isOver, mark: \.mark) != nil
        }
    }

    private func watch(_ items: Item...) -> IdleWatch<Item> {
        var watch = IdleWatch<Item>(limit: .milliseconds(400))
        for item in items { watch.add(item, at: Instant(nanoseconds: 0)) }
        return watch
    }

    @Test func oneThatNeverMovesIsFoundOnceAfterTheLimit() {
        let item = Item()
        var watch = watch(item)
        let found = found(in: &watch, 0...2000)
        #expect(found == [500])
        #expect(watch.deadline == .never)
    }

    /// Its response may be large, and its next look far away.
    @Test func oneThatIsGoneIsNotKept() {
        var watch = IdleWatch<Item>(limit: .milliseconds(400))
        weak var kept: Item?
        do {
            let item = Item()
            kept = item
            watch.add(item, at: Instant(nanoseconds: 0))
        }
        #expect(kept == nil)
        #expect(found(in: &watch, 0...2000) == [])
    }

    @Test func oneThatMovesIsNotFound() {
        let item = Item()
        var watch = watch(item)
        let found = found(in: &watch, 0...2000) { now in if now % 350 == 0 { item.mark = Int(now) } }
        #expect(found == [])
    }

    @Test func oneThatStopsIsFoundAtMostAQuarterLate() {
        let item = Item()
        var watch = watch(item)
        let found = found(in: &watch, 0...2000) { now in if now <= 777 { item.mark = Int(now) } }
        #expect(found == [1200])
    }

    @Test func oneThatMayStandStillIsNotFoundUntilItMayNot() {
        let item = Item()
        item.mark = nil
        var watch = watch(item)
        let found = found(in: &watch, 0...3000) { now in if now == 1000 { item.mark = 7 } }
        #expect(found == [1400])
    }

    @Test func oneThatIsOverIsForgotten() {
        let (first, second) = (Item(), Item())
        first.isOver = true
        var watch = watch(first, second)
        second.isOver = true
        let found = found(in: &watch, 0...1000)
        #expect(found == [])
        #expect(watch.deadline == .never)
    }

    @Test func withoutALimitNothingIsWatched() {
        var watch = IdleWatch<Item>(limit: nil)
        watch.add(Item(), at: Instant(nanoseconds: 0))
        #expect(watch.deadline == .never)
    }
}

@Suite struct IdleTimeoutTests {
    private func error(of answer: @escaping @Sendable (Exchange) -> Bool) async throws -> HTTPError? {
        let server = LoopbackServer(answer)
        let client = try HTTPClient(configuration: .direct { $0.idleTimeout = .milliseconds(200) })
        let url = server.url()
        let error = try await onPlainThread {
            do throws(HTTPError) {
                _ = try client.get(url)
                return HTTPError?.none
            } catch {
                return error
            }
        }
        #expect(error?.message == "nothing came from 127.0.0.1:\(server.port) for 200 ms")
        return error
    }

    @Test func aServerThatDoesNotAnswer() async throws {
        #expect(try await error { $0.waitForTheClientToGo() }?.kind == .timeout)
    }

    @Test func aBodyThatStops() async throws {
        let error = try await error { exchange in
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
            return exchange.waitForTheClientToGo()
        }
        #expect(error?.kind == .timeout)
    }
}
