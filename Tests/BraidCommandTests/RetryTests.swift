// Command tests › Retries: who is tried again, when, and who has to wait meanwhile; in virtual time.

import BraidCore
import BraidHTTP
import HTTPTypes
import Testing

@testable import BraidCommand

struct RetryAfterTests {
    /// 2024-02-29 12:00:00 UTC.
    private static let now = 1_709_208_000

    @Test(arguments: [
        ("0", 0), ("120", 120), ("99999999999999999999", Int(Int32.max)),
        ("Thu, 29 Feb 2024 12:00:30 GMT", 30), ("Thursday, 29-Feb-24 12:01:00 GMT", 60),
        ("Thu Feb 29 13:00:00 2024", 3600), ("Thu, 29 Feb 2024 11:59:59 GMT", 0),
    ])
    func aNumberOrADateInAnyOfItsForms(value: String, seconds: Int) {
        #expect(RetryAfter.duration(value, now: RetryAfterTests.now) == .seconds(seconds))
    }

    @Test(arguments: ["", "-1", "1.5", "soon", "Thu, 29 Feb 2024", "Thu, 29 Feb 2024 12:00:30 GMT?"])
    func whatIsNeitherSaysNothing(value: String) {
        #expect(RetryAfter.duration(value, now: RetryAfterTests.now) == nil)
    }
}

struct SetbackTests {
    private func setback(_ status: Int, retryAfter: String? = nil) -> Setback? {
        var fields = HTTPFields()
        fields[.retryAfter] = retryAfter
        let status = HTTPResponse.Status(code: status)
        let response = Response(url: "", finalURL: "", status: status, headerFields: fields, body: [])
        return Setback(response, now: 0)
    }

    @Test func someStatusesMayPass() {
        for status in [408, 429, 500, 502, 503, 504] { #expect(setback(status) != nil) }
        for status in [200, 301, 400, 401, 403, 404, 410] { #expect(setback(status) == nil) }
    }

    @Test func tooManyRequestsGoesForTheWholeServer() {
        #expect(setback(429) == Setback(isWholeServer: true))
        #expect(
            setback(503, retryAfter: "7") == Setback(retryAfter: .seconds(7), isWholeServer: true))
        #expect(setback(503) == Setback())
    }

    @Test func afterARedirectTheServerThatAnsweredIsMeant() {
        let response = Response(
            url: "http://a/", finalURL: "https://B.example/x", redirects: 1, status: .tooManyRequests,
            body: [])
        #expect(Setback(response, now: 0) == Setback(isWholeServer: true, server: "b.example"))
    }

    @Test func someErrorsMayPass() {
        let passing: Set<HTTPError.Kind> = [
            .refused, .unreachable, .timeout, .connection, .cutBody, .proxy,
        ]
        for kind in HTTPError.Kind.allCases {
            #expect((Setback(HTTPError(kind, "")) != nil) == passing.contains(kind), "\(kind)")
        }
    }
}

struct RetryPolicyTests {
    @Test func thePauseDoublesUpToTheLongestAndHalfOfItIsChance() {
        for seed in 0..<100 as Range<UInt64> {
            var policy = RetryPolicy(retries: 20, seed: seed)
            for attempt in 1...20 {
                let longest = Duration.seconds(min(60, 1 << min(attempt - 1, 10)))
                let pause = policy.pause(after: Setback(), attempt: attempt)
                #expect((longest / 2...longest).contains(pause))
            }
        }
    }

    @Test func theSameSeedGivesTheSamePausesAndAnotherOthers() {
        let pauses = { (seed: UInt64) in
            var policy = RetryPolicy(retries: 9, seed: seed)
            return (1...9).map { policy.pause(after: Setback(), attempt: $0) }
        }
        #expect(pauses(7) == pauses(7))
        #expect(pauses(7) != pauses(8))
    }

    @Test func theServersWishCountsIfItIsLonger() {
        var policy = RetryPolicy(retries: 1)
        #expect(policy.pause(after: Setback(retryAfter: .seconds(17)), attempt: 1) == .seconds(17))
        #expect(policy.pause(after: Setback(retryAfter: .zero), attempt: 1) >= .milliseconds(500))
    }

    @Test func aServerThatAsksForTooMuchIsLeftAloneForFiveMinutesAndNotAskedAgain() {
        var policy = RetryPolicy(retries: 5)
        let setback = Setback(retryAfter: .seconds(301))
        #expect(!policy.repeats(after: setback, attempt: 1))
        #expect(policy.pause(after: setback, attempt: 1) == .seconds(300))
    }

    @Test func attemptsAreCounted() {
        let policy = RetryPolicy(retries: 2)
        #expect((1...3).map { policy.repeats(after: Setback(), attempt: $0) } == [true, true, false])
    }
}

struct AgendaRetryTests {
    private static let limits = Agenda.Limits(retries: RetryPolicy(retries: 2))

    @Test func aVisitIsRepeatedAfterItsPauseAndTheOthersGoOn() throws {
        let agenda = TimedAgenda(AgendaRetryTests.limits, ["http://a/1", "http://a/2"])
        let first = try #require(agenda.start())
        #expect(agenda.finish(first, setback: Setback()) == .again)
        #expect(agenda.startAll() == ["http://a/2"])
        let patience = try #require(agenda.patience())
        #expect((.milliseconds(500)...(.seconds(1))).contains(patience))
        agenda.pass(patience)
        let second = try #require(agenda.start())
        #expect(second.address == "http://a/1")
        #expect(second.attempt == 2)
    }

    @Test func theLastAttemptIsTheResult() throws {
        let agenda = TimedAgenda(AgendaRetryTests.limits, ["http://a/1"])
        for attempt in 1...3 {
            let visit = try #require(agenda.start())
            #expect(visit.attempt == attempt)
            let isLast = attempt == 3
            #expect(agenda.finish(visit, setback: Setback()) == (isLast ? .over(isNews: true) : .again))
            if !isLast { agenda.pass(try #require(agenda.patience())) }
        }
        #expect(agenda.isAtEnd())
    }

    @Test func tooManyRequestsPausesThatServerOnly() throws {
        let agenda = TimedAgenda(
            AgendaRetryTests.limits, ["http://a/1", "http://a/2", "http://b/1", "http://b/2"])
        let visit = try #require(agenda.start())
        let busy = Setback(retryAfter: .seconds(30), isWholeServer: true)
        #expect(agenda.finish(visit, setback: busy) == .again)
        #expect(agenda.startAll() == ["http://b/1", "http://b/2"])
        agenda.pass(.seconds(29))
        #expect(agenda.startAll().isEmpty)
        agenda.pass(.seconds(1))
        #expect(Set(agenda.startAll()) == ["http://a/1", "http://a/2"])
    }

    @Test func tooManyRequestsPausesTheServerThoughThePageIsNotTriedAgain() throws {
        let agenda = TimedAgenda(Agenda.Limits(), ["http://a/1", "http://a/2", "http://b/1"])
        let visit = try #require(agenda.start())
        let busy = Setback(retryAfter: .seconds(30), isWholeServer: true)
        #expect(agenda.finish(visit, setback: busy) == .over(isNews: true))
        #expect(agenda.startAll() == ["http://b/1"])
        agenda.pass(.seconds(29))
        #expect(agenda.startAll().isEmpty)
        agenda.pass(.seconds(1))
        #expect(agenda.startAll() == ["http://a/2"])
    }

    @Test func whoAsksForLongerThanFiveMinutesIsLeftAloneForFive() throws {
        let agenda = TimedAgenda(AgendaRetryTests.limits, ["http://a/1", "http://a/2"])
        let busy = Setback(retryAfter: .seconds(3600), isWholeServer: true)
        #expect(agenda.finish(try #require(agenda.start()), setback: busy) == .over(isNews: true))
        #expect(agenda.patience() == .seconds(300))
        agenda.pass(.seconds(300))
        #expect(agenda.startAll() == ["http://a/2"])
    }

    @Test func theServerThatARedirectLedToIsPausedAndNotTheOneThatWasAsked() throws {
        let agenda = TimedAgenda(Agenda.Limits(), ["http://a/1", "http://a/2", "http://b/1"])
        let busy = Setback(retryAfter: .seconds(30), isWholeServer: true, server: "b")
        #expect(agenda.finish(try #require(agenda.start()), setback: busy) == .over(isNews: true))
        #expect(agenda.startAll() == ["http://a/2"])
        agenda.pass(.seconds(30))
        #expect(agenda.startAll() == ["http://b/1"])
    }

    @Test func whatWaitsForItsNextAttemptIsNotReadAheadOf() throws {
        var agenda = Agenda(Agenda.Limits(lookahead: 1, retries: RetryPolicy(retries: 1)))
        let now = Instant(nanoseconds: 5)
        agenda.add("http://a/1", at: now)
        guard case .visit(let visit) = agenda.next(at: now) else { throw Unexpected() }
        #expect(agenda.wantsAddress)
        #expect(agenda.finished(visit, .failed(Setback()), at: now) == .again)
        #expect(!agenda.wantsAddress)
    }

    @Test func failFastWaitsForTheLastAttempt() throws {
        let agenda = TimedAgenda(
            Agenda.Limits(retries: RetryPolicy(retries: 1), stopsAtFirstFailure: true),
            ["http://a/1", "http://b/1"])
        let first = try #require(agenda.start())
        #expect(agenda.finish(first, setback: Setback()) == .again)
        #expect(agenda.startAll() == ["http://b/1"])
    }

    @Test func whatStillWaitsWhenItStopsIsNotWaitedFor() throws {
        let agenda = TimedAgenda(
            Agenda.Limits(retries: RetryPolicy(retries: 1), stopsAtFirstFailure: true),
            ["http://a/1", "http://b/1"])
        let (first, second) = (try #require(agenda.start()), try #require(agenda.start()))
        #expect(agenda.finish(first, setback: Setback()) == .again)
        #expect(agenda.finish(second, hasFailed: true) == .over(isNews: true))
        #expect(agenda.isAtEnd())
    }
}
