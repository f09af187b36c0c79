// Command tests › Job: when each visit starts, in virtual time and under seeds; with the dispatcher and those who fetch, but
// without a network.

import BraidCore
import BraidGoroutines
import BraidHTTP
import BraidTestSeeds
import BraidTestSupport
import Glibc
import HTTPTypes
import Testing

@testable import BraidCommand

/// Goroutines that take pages from nowhere: each lasts so long, and comes to what `answer` says.
private struct ImaginedPages: Pipeline {
    let lasting: Duration
    let answer: @Sendable (Visit) -> Result<Response, HTTPError>
    let starts = Shared<[Visit]>([])

    func run(_ job: Job) {
        let fetchers = WaitGroup()
        for _ in 0..<job.concurrency {
            fetchers.go {
                while let visit = job.next() {
                    starts.withLock { $0.append(visit) }
                    sleep(lasting)
                    job.add(PageResult(of: visit, at: job.clock.now, answer(visit)))
                }
            }
        }
        fetchers.wait()
    }

    static func response(_ visit: Visit, _ status: HTTPResponse.Status = .ok, retryAfter: Int? = nil)
        -> Response
    {
        var fields = HTTPFields()
        fields[.retryAfter] = retryAfter.map(String.init)
        return Response(
            url: visit.address, finalURL: visit.address, status: status, headerFields: fields, body: [])
    }
}

struct JobTests {
    /// What started, and when, in milliseconds since the first start. Within a seeded run.
    private func starts(
        _ addresses: [String], _ limits: Agenda.Limits, concurrency: Int, lasting: Duration,
        answer: @escaping @Sendable (Visit) -> Result<Response, HTTPError> = {
            .success(ImaginedPages.response($0))
        }
    ) throws -> [(address: String, milliseconds: Int)] {
        // Not for the children of other tests, one of which may have few.
        // Safety: the text outlives the call.
        let descriptor = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
        var options = Report.Options()
        options.format = .tsv
        options.output = OutputStream(descriptor: descriptor, name: "the test")
        options.isForPeople = false
        let report = Report(options)
        let job = Job(Agenda(limits), with: try HTTPClient(), concurrency: concurrency, into: report)
        let batches = Channel<[Address]>()
        go {
            for start in stride(from: 0, to: addresses.count, by: 4) {
                try batches.send(addresses[start...].prefix(4).map { Address($0) })
            }
            try batches.close()
        }
        let pages = ImaginedPages(lasting: lasting, answer: answer)
        try job.run(batches, by: pages)
        // The printer's thread is none of this run's, in which nobody may wait for it.
        _ = PlainThread(name: "braid-test") {
            report.close()
            close(descriptor)
        }
        let visits = pages.starts.value
        let first = visits.map(\.start).min() ?? Instant(nanoseconds: 0)
        return visits.map { ($0.address, Int($0.start.nanoseconds(since: first) / 1_000_000)) }
    }

    private func times(_ starts: [(address: String, milliseconds: Int)], of server: String) -> [Int] {
        starts.filter { $0.address.hasPrefix(server) }.map(\.milliseconds).sorted()
    }

    private static let servers = ["http://a/", "http://b/", "http://c/"]

    private func addresses(_ count: Int) -> [String] {
        (0..<count).flatMap { number in JobTests.servers.map { "\($0)\(number)" } }
    }

    @Test func aRateHoldsAtEveryServerAtTheSameTime() async throws {
        try await forSeeds(20) {
            let starts = try starts(
                addresses(10), Agenda.Limits(interval: .milliseconds(500)), concurrency: 40,
                lasting: .seconds(7))
            for server in JobTests.servers {
                #expect(times(starts, of: server) == (0..<10).map { $0 * 500 })
            }
        }
    }

    @Test func aRateHoldsHoweverShortThePagesAreAndHoweverManyFetch() async throws {
        try await forSeeds(20) {
            for concurrency in [1, 2, 100] {
                let starts = try starts(
                    addresses(6), Agenda.Limits(interval: .milliseconds(500)), concurrency: concurrency,
                    lasting: .milliseconds(1))
                for server in JobTests.servers {
                    let times = times(starts, of: server)
                    #expect(times.count == 6)
                    for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= 500) }
                }
            }
        }
    }

    @Test func tooManyRequestsPausesOneServerAndTheOthersKeepTheirRate() async throws {
        try await forSeeds(20) {
            let limits = Agenda.Limits(interval: .milliseconds(500))
            let starts = try starts(addresses(6), limits, concurrency: 40, lasting: .milliseconds(100)) {
                visit in
                visit.address == "http://b/0"
                    ? .success(ImaginedPages.response(visit, .tooManyRequests, retryAfter: 30))
                    : .success(ImaginedPages.response(visit))
            }
            #expect(times(starts, of: "http://a/") == (0..<6).map { $0 * 500 })
            #expect(times(starts, of: "http://c/") == (0..<6).map { $0 * 500 })
            // The pause counts from the answer, which took a tenth of a second.
            #expect(times(starts, of: "http://b/") == [0] + (0..<5).map { 30_100 + $0 * 500 })
        }
    }

    @Test func aPageThatIsTriedAgainWhileOthersAreHungryStartsWhenItIsDue() async throws {
        try await forSeeds(20) {
            let limits = Agenda.Limits(retries: RetryPolicy(retries: 2, seed: 1))
            let starts = try starts(
                ["http://a/1", "http://b/1"], limits, concurrency: 10, lasting: .seconds(20)
            ) {
                $0.address == "http://a/1" && $0.attempt < 3
                    ? .failure(HTTPError(.connection, "")) : .success(ImaginedPages.response($0))
            }
            let times = times(starts, of: "http://a/")
            #expect(times.count == 3 && (20_500...21_000).contains(times[1]))
            #expect((21_000...22_000).contains(times[2] - times[1]))
        }
    }

    @Test func everyoneIsFedAsSoonAsThereIsSomething() async throws {
        try await forSeeds(20) {
            let starts = try starts(
                (0..<100).map { "http://a/\($0)" }, Agenda.Limits(lookahead: 7), concurrency: 10,
                lasting: .seconds(1))
            #expect(times(starts, of: "http://a/") == (0..<100).map { $0 / 10 * 1000 })
        }
    }

    @Test func afterAFailureNothingStartsThoughManyAreHungry() async throws {
        try await forSeeds(20) {
            let limits = Agenda.Limits(perHost: 1, stopsAtFirstFailure: true)
            let starts = try starts(addresses(3), limits, concurrency: 9, lasting: .seconds(1)) {
                $0.address == "http://a/1"
                    ? .failure(HTTPError(.refused, "")) : .success(ImaginedPages.response($0))
            }
            #expect(starts.count <= 9 && times(starts, of: "http://a/") == [0, 1000])
        }
    }
}
