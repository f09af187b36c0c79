import Testing

@testable import BraidHTTP

@Suite struct WatchedSocketsTests {
    private typealias Step = WatchedSockets.Step

    private func steps(_ changes: [SocketChange]) -> [Step] {
        var sockets = WatchedSockets()
        return changes.map { sockets.apply($0).step }
    }

    private func watch(_ interest: Interest, _ descriptor: Int32 = 7) -> SocketChange {
        .watch(descriptor, for: interest)
    }

    @Test func aConnectionThatIsKeptStaysWatched() {
        let steps = steps([
            .opened(7), watch(.write), watch(.read), watch([]), watch(.read), watch([]),
            watch([.read, .write]),
        ])
        #expect(
            steps == [
                .nothing, .add(.write), .change(.read), .nothing, .nothing, .nothing,
                .change([.read, .write]),
            ])
    }

    @Test func whatIsWatchedForWritingIsNotKept() {
        #expect(
            steps([.opened(7), watch(.write), watch([]), watch(.read)]) == [
                .nothing, .add(.write), .remove, .add(.read),
            ])
    }

    /// A lookup is watched by a descriptor of whose end nobody tells.
    @Test func whatIsNoSocketIsNotKept() {
        #expect(steps([watch(.read), watch([]), watch(.read)]) == [.add(.read), .remove, .add(.read)])
    }

    @Test func aNumberThatIsUsedAgainIsWatchedAnew() {
        let steps = steps([.opened(7), watch(.read), watch([]), .closed(7), .opened(7), watch(.read)])
        #expect(steps == [.nothing, .add(.read), .nothing, .nothing, .nothing, .add(.read)])
    }

    @Test func aNumberThatBecomesALookupsIsWatchedAnew() {
        let steps = steps([.opened(7), watch(.read), watch([]), .closed(7), watch(.read), watch([])])
        #expect(steps == [.nothing, .add(.read), .nothing, .nothing, .add(.read), .remove])
    }

    @Test func anEventThatNobodyWantsEndsTheWatching() {
        var sockets = WatchedSockets()
        for change in [.opened(7), watch(.read), watch([])] { _ = sockets.apply(change) }
        let is7Wanted = sockets.isWanted(7)
        #expect(!is7Wanted)
        let step = sockets.apply(watch(.read)).step
        #expect(step == .add(.read))
        let isWantedAgain = sockets.isWanted(7)
        #expect(isWantedAgain)
    }

    @Test func anEventForADescriptorNeverHeardOfIsNotWanted() {
        var sockets = WatchedSockets()
        let is1000Wanted = sockets.isWanted(1000)
        #expect(!is1000Wanted)
    }

    @Test func descriptorsAreToldApart() {
        var sockets = WatchedSockets()
        for change in [.opened(7), watch(.read), .opened(9), watch(.read, 9), watch([])] {
            _ = sockets.apply(change)
        }
        let is7Wanted = sockets.isWanted(7)
        #expect(!is7Wanted)
        let is9Wanted = sockets.isWanted(9)
        #expect(is9Wanted)
    }
}
