import BraidTestSupport
import BraidTesting
import CBraidShims
import Testing

@testable import BraidCore

@Suite struct ParkedThreadTests {
    /// What a dump says of a thread once it waits.
    private static func parked(_ number: Int32) -> ParkedThread {
        while true {
            if let call = ThreadCall(thread: number), let parked = ParkedThread(call) { return parked }
            pauseThread()
        }
    }

    @Test func aThreadThatIsNotTheMainThreadSaysWhatItWaitsFor() async throws {
        try await onPlainThread {
            let (gate, number) = (OneShot<Void>(), OneShot<Int32>())
            let thread = PlainThread(name: "patient") {
                number.set(braid_thread_id())
                gate.wait(.barrier, of: CreationSite(fileID: "App/Main.swift", line: 12))
            }
            let id = number.wait(.join)
            let parked = Self.parked(id)
            #expect(parked.title == "thread \(id) \"patient\"")
            #expect(parked.condition == "Sync.Barrier.wait")
            #expect(parked.subject?.description == "on the Sync.Barrier made at App/Main.swift:12")
            #expect(!parked.addresses.isEmpty)
            gate.set(())
            thread.join()
        }
    }

    /// The second wait is the one that is seen, and has no thing.
    @Test func nothingIsSaidOfAThreadsEarlierWait() async throws {
        try await onPlainThread {
            let (first, second, number) = (OneShot<Void>(), OneShot<Void>(), OneShot<Int32>())
            let thread = PlainThread(name: "patient") {
                number.set(braid_thread_id())
                first.wait(.mutex, of: CreationSite(fileID: "App/Main.swift", line: 12))
                second.wait(.httpResponse)
            }
            let id = number.wait(.join)
            while Self.parked(id).condition != "Sync.Mutex.lock" { pauseThread() }
            first.set(())
            while Self.parked(id).condition != "HTTP response" { pauseThread() }
            #expect(Self.parked(id).subject == nil)
            second.set(())
            thread.join()
        }
    }
}
