import BraidAsyncio
import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct MisuseCrashTests {
    @Test func aFutureOutsideOfALoopNamesTheWaysIn() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Future<Int>()
        }
        let message = try #require(result).standardErrorContent
        #expect(message.says("EventLoop.run { }"))
        #expect(message.says("EventLoop.runUntilIdle { }"))
    }

    @Test func aFutureUsedOnAnotherThreadNamesTheWaysIn() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onLoop {
                let future = Future<Int>()
                try await toThread { try future.setResult(1) }
            }
        }
        let message = try #require(result).standardErrorContent
        #expect(message.says("EventLoop.run { }"))
        #expect(message.says("withResolver()"))
    }

    @Test func aTimeoutOutsideOfATaskSaysWhereItBelongs() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onLoop {
                async let child: Void = timeout(.seconds(1)) { _ in }
                try await child
            }
        }
        #expect(try #require(result).standardErrorContent.says("createTask"))
    }
}
