import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Foundation
import Testing

/// A trace is the whole process's, so each of these has a process of its own.
@Suite(.timeLimit(.minutes(20))) struct GoroutineTraceTests {
    /// A seeded run in which one goroutine waits for another: always the same steps.
    private static func steps() async throws -> [Goroutine.Trace.Event] {
        try await onPlainThread {
            Goroutine.Trace.start()
            _ = try SeededRun(seed: 3) {
                let channel = Channel<Int>()
                go {
                    sleep(.microseconds(1_500))
                    try channel.send(1)
                }
                _ = channel.receive()
            }
            return Goroutine.Trace.stop()
        }
    }

    @Test func everyStepIsThereWithItsCause() async {
        await #expect(processExitsWith: .success) {
            let steps = try await GoroutineTraceTests.steps()
            func kinds(of goroutine: String) -> [Goroutine.Trace.Kind] {
                steps.filter { $0.goroutine?.description == goroutine }.map(\.kind)
            }
            let (first, second) = (
                steps.first?.goroutine, steps.compactMap(\.goroutine).first { "\($0)" == "2" }
            )
            #expect(
                kinds(of: "1") == [
                    .launched(by: nil), .begun, .parked(reason: "channel receive"), .ready(by: second),
                    .resumed,
                    .ended,
                ])
            #expect(
                kinds(of: "2") == [
                    .launched(by: first), .begun, .parked(reason: "sleep"), .ready(by: nil), .resumed, .ended,
                ])
            #expect(Goroutine.Trace.stop().isEmpty)
        }
    }

    @Test func aTraceOfRealWorkersHasThem() async {
        await #expect(processExitsWith: .success) {
            let steps = try await onPlainThread {
                Goroutine.Trace.start(capacity: 1_000)
                let group = WaitGroup()
                for _ in 0..<100 { group.go { Goroutine.yield() } }
                group.wait()
                return Goroutine.Trace.stop()
            }
            #expect(steps.filter { $0.kind == .launched(by: nil) }.count == 100)
            #expect(steps.filter { $0.kind == .yielded }.count == 100)
            #expect(steps.filter { $0.kind == .begun }.allSatisfy { $0.worker != nil })
            #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds })
        }
    }

    @Test func aSecondStartStopsTheProgram() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Goroutine.Trace.start()
            Goroutine.Trace.start()
        }
        #expect(result?.standardErrorContent.says("a trace was started while another runs") == true)
    }

    /// What the Trace Event Format says of an event, as far as it is used.
    private struct Entry: Decodable {
        let ph: String
        let name: String
        let pid: Int
        let tid: Int
        let ts: Double?
        let dur: Double?
        let id: Int?
        let bp: String?
        let s: String?
        let cat: String?
        let args: [String: String]?
    }

    private struct Picture: Decodable {
        let displayTimeUnit: String
        let traceEvents: [Entry]
    }

    private static func entries() async throws -> [Entry] {
        let text = Goroutine.Trace.chrome(try await steps())
        return try JSONDecoder().decode(Picture.self, from: Data(text.utf8)).traceEvents
    }

    @Test func thePictureHasAStayForEachTimeAGoroutineRan() async {
        await #expect(processExitsWith: .success) {
            let stays = try await GoroutineTraceTests.entries().filter { $0.ph == "X" }
            #expect(stays.map(\.name) == ["goroutine 1", "goroutine 2", "goroutine 2", "goroutine 1"])
            #expect(stays.map { $0.args?["then"] } == ["channel receive", "sleep", "ended", "ended"])
            #expect(stays.map(\.ts) == [0, 0, 1_500, 1_500])
            #expect(stays.allSatisfy { $0.dur == 0 }, "virtual time passes between the stays only")
        }
    }

    @Test func thePictureNamesTheLines() async {
        await #expect(processExitsWith: .success) {
            let entries = try await GoroutineTraceTests.entries()
            let names = entries.filter { $0.ph == "M" && $0.name == "thread_name" }
            #expect(names.map { $0.args?["name"] } == ["other threads", "worker 0"])
            #expect(names.map(\.tid) == [0, 1])
            #expect(entries.filter { $0.ph != "M" }.allSatisfy { $0.ts != nil && [0, 1].contains($0.tid) })
            #expect(entries.filter { $0.ph == "i" }.allSatisfy { $0.s == "t" })
        }
    }

    @Test func anArrowLeadsFromWhoWokeAGoroutineToWhereItRan() async {
        await #expect(processExitsWith: .success) {
            let arrows = try await GoroutineTraceTests.entries().filter { ["s", "f"].contains($0.ph) }
            #expect(arrows.map(\.ph) == ["s", "f", "s", "f"])
            #expect(arrows.map(\.id) == [1, 1, 2, 2])
            #expect(arrows.allSatisfy { $0.cat == "ready" && $0.name == "ready" })
            #expect(arrows.filter { $0.ph == "f" }.allSatisfy { $0.bp == "e" })
        }
    }
}
