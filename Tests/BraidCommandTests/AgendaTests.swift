// Command tests › Agenda: which address is next, and when, without a clock or a network.

import BraidCore
import Testing

@testable import BraidCommand

extension Agenda {
    mutating func add(_ address: String, at now: Instant) { add(Address(address), at: now) }
}

/// An agenda and its time, which stands still unless it is told otherwise.
final class TimedAgenda {
    private(set) var agenda: Agenda
    private(set) var now = Instant(nanoseconds: 1_000_000_000)

    init(_ limits: Agenda.Limits, _ addresses: [String], isComplete: Bool = true) {
        agenda = Agenda(limits)
        for address in addresses { agenda.add(address, at: now) }
        if isComplete { agenda.sourceEnded() }
    }

    convenience init(_ addresses: [String]) {
        self.init(Agenda.Limits(), addresses)
    }

    func add(_ address: String) { agenda.add(address, at: now) }

    func pass(_ duration: Duration) { now = now.advanced(by: duration) }

    /// Starts all that may start now, and gives their addresses.
    func startAll() -> [String] {
        var started: [String] = []
        while let visit = start() { started.append(visit.address) }
        return started
    }

    func start() -> Visit? {
        guard case .visit(let visit) = agenda.next(at: now) else { return nil }
        return visit
    }

    /// How long nothing can start; nil if that is not a matter of time.
    func patience() -> Duration? {
        guard case .wait(let due) = agenda.next(at: now), due != .never else { return nil }
        return .nanoseconds(Int64(due.nanoseconds(since: now)))
    }

    func finish(_ visit: Visit, hasFailed: Bool = false, setback: Setback? = nil) -> Agenda.Verdict {
        agenda.finished(visit, hasFailed || setback != nil ? .failed(setback) : .fetched, at: now)
    }

    func isAtEnd() -> Bool { agenda.next(at: now) == .end }
}

struct AgendaTests {
    @Test func everyAddressIsVisitedOnceAndThenItEnds() {
        let agenda = TimedAgenda(["http://a/1", "http://b/1", "http://a/2"])
        var visits: [Visit] = []
        while let visit = agenda.start() { visits.append(visit) }
        #expect(Set(visits.map(\.number)) == [0, 1, 2])
        #expect(!agenda.isAtEnd())
        for (index, visit) in visits.enumerated() {
            #expect(agenda.finish(visit) == .over(isNews: index == 2))
        }
        #expect(agenda.isAtEnd())
    }

    @Test func serversTakeTurns() {
        let agenda = TimedAgenda(["http://a/1", "http://a/2", "http://a/3", "http://b/1"])
        #expect(agenda.startAll() == ["http://a/1", "http://b/1", "http://a/2", "http://a/3"])
    }

    @Test func anAddressGivenTwiceInDifferentWordsIsFetchedOnce() {
        let addresses = [
            "example.com", "http://example.com/", "HTTP://EXAMPLE.com:80", "http://example.com/x",
        ]
        let agenda = TimedAgenda(addresses)
        #expect(agenda.startAll() == ["example.com", "http://example.com/x"])
        let repeating = TimedAgenda(Agenda.Limits(isUnique: false), addresses)
        #expect(repeating.startAll() == addresses)
    }

    @Test func aServerHasNoMoreInProgressThanItsLimit() throws {
        let agenda = TimedAgenda(
            Agenda.Limits(perHost: 2), ["http://a/1", "http://a/2", "http://a/3", "http://b/1"])
        let first = try #require(agenda.start())
        #expect(agenda.startAll() == ["http://b/1", "http://a/2"])
        #expect(agenda.finish(first) == .over(isNews: false))
        #expect(agenda.startAll() == ["http://a/3"])
    }

    @Test func thePortTellsServersApart() {
        let agenda = TimedAgenda(Agenda.Limits(perHost: 1), ["http://a:1/", "http://a:2/", "http://a:2/x"])
        #expect(agenda.startAll() == ["http://a:1/", "http://a:2/"])
    }

    @Test func aHostByHTTPAndByHTTPSIsOneServer() {
        let agenda = TimedAgenda(
            Agenda.Limits(perHost: 1), ["http://a/", "https://a/", "https://A:80/", "https://a:8443/"])
        #expect(agenda.startAll() == ["http://a/", "https://a:8443/"])
    }

    @Test func aRateHoldsForEachServerHoweverManyAreInProgress() {
        let agenda = TimedAgenda(
            Agenda.Limits(interval: .milliseconds(500)),
            ["http://a/1", "http://a/2", "http://a/3", "http://b/1"])
        #expect(agenda.startAll() == ["http://a/1", "http://b/1"])
        #expect(agenda.patience() == .milliseconds(500))
        agenda.pass(.milliseconds(499))
        #expect(agenda.startAll().isEmpty)
        agenda.pass(.milliseconds(1))
        #expect(agenda.startAll() == ["http://a/2"])
        agenda.pass(.seconds(60))
        // A rate is no credit: a pause is not made up for by a burst.
        #expect(agenda.startAll() == ["http://a/3"])
    }

    @Test func aRateHoldsForAVisitThatEndsAtOnce() throws {
        var agenda = Agenda(Agenda.Limits(interval: .seconds(1)))
        let now = Instant(nanoseconds: 5)
        for path in 1...2 { agenda.add("http://a/\(path)", at: now) }
        guard case .visit(let visit) = agenda.next(at: now) else { throw Unexpected() }
        _ = agenda.finished(visit, .fetched, at: now)
        #expect(agenda.next(at: now) == .wait(until: now.advanced(by: .seconds(1))))
    }

    @Test func aServersPlaceIsGivenToTheNextAndToNobodyBefore() throws {
        var agenda = Agenda(Agenda.Limits(perHost: 1))
        let now = Instant(nanoseconds: 5)
        var places: Set<Int> = []
        for server in 0..<100 {
            for path in 1...2 { agenda.add("http://server\(server)/\(path)", at: now) }
            for path in 1...2 {
                guard case .visit(let visit) = agenda.next(at: now) else { throw Unexpected() }
                #expect(visit.address == "http://server\(server)/\(path)")
                #expect(agenda.next(at: now) == .wait(until: .never))
                places.insert(visit.server)
                _ = agenda.finished(visit, .fetched, at: now)
            }
        }
        #expect(places.count == 1)
    }

    @Test func aServerThatMustBeLeftAloneIsNotForgotten() throws {
        let agenda = TimedAgenda(Agenda.Limits(interval: .seconds(1)), ["http://a/1"], isComplete: false)
        #expect(agenda.finish(try #require(agenda.start())) == .over(isNews: false))
        agenda.add("http://a/2")
        #expect(agenda.startAll() == [])
        agenda.pass(.seconds(1))
        #expect(agenda.startAll() == ["http://a/2"])
    }

    @Test func afterTheFirstFailureNothingStarts() throws {
        let agenda = TimedAgenda(
            Agenda.Limits(stopsAtFirstFailure: true), ["http://a/1", "http://b/1", "http://a/2"])
        let first = try #require(agenda.start())
        let second = try #require(agenda.start())
        #expect(agenda.finish(second) == .over(isNews: false))
        #expect(agenda.finish(first, hasFailed: true) == .over(isNews: true))
        #expect(agenda.startAll().isEmpty)
        #expect(agenda.isAtEnd())
    }

    @Test func addressesAreReadABoundedNumberAheadAndThenWhenHalfOfThemAreGone() throws {
        var agenda = Agenda(Agenda.Limits(lookahead: 4))
        let now = Instant(nanoseconds: 5)
        for path in 1...4 {
            #expect(agenda.wantsAddress)
            agenda.add("http://a/\(path)", at: now)
        }
        #expect(!agenda.wantsAddress)
        _ = agenda.next(at: now)
        #expect(!agenda.wantsAddress)
        _ = agenda.next(at: now)
        #expect(agenda.wantsAddress)
        agenda.sourceEnded()
        #expect(!agenda.wantsAddress)
    }

    @Test func addressesThatAreNoneWaitForNothing() {
        let limits = Agenda.Limits(perHost: 1, interval: .seconds(1))
        let agenda = TimedAgenda(limits, ["http://a/1", "http://a/2"] + (0..<100).map { "http://?\($0)" })
        #expect(agenda.startAll() == ["http://a/1"] + (0..<100).map { "http://?\($0)" })
    }

    @Test func addressesThatAreNoneAreVisitedToo() {
        let agenda = TimedAgenda(["http://", "ht tp://x", "ftp://x/"])
        #expect(agenda.startAll() == ["http://", "ht tp://x", "ftp://x/"])
    }
}

struct Unexpected: Error {}

struct DueQueueTests {
    @Test func elementsComeInTheOrderOfTheirTimesAndOfArrival() {
        var queue = DueQueue<Int>()
        var random = SystemRandomNumberGenerator()
        let dues = (0..<500).map { _ in UInt64.random(in: 0..<50, using: &random) }
        for (index, due) in dues.enumerated() { queue.insert(index, due: Instant(nanoseconds: due)) }
        #expect(queue.nextDue?.nanoseconds == dues.min())
        var taken: [Int] = []
        while let index = queue.takeDue(at: Instant(nanoseconds: 24)) { taken.append(index) }
        let expected = dues.indices.filter { dues[$0] <= 24 }.sorted { (dues[$0], $0) < (dues[$1], $1) }
        #expect(taken == expected)
        #expect(queue.takeDue(at: Instant(nanoseconds: 24)) == nil)
    }
}
