import BraidPromises
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct PromiseCrashTests {
    @Test func aPromiseMadeOutsideOfAnyLoopStopsTheProgramAndNamesTheWaysIn() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Promise.resolve(1)
        }
        let message = try #require(result).standardErrorContent
        #expect(message.says("outside of any event loop"))
        #expect(message.says("EventLoop.run { }") && message.says("EventLoop.runUntilIdle { }"))
    }

    @Test func aTimerSetOutsideOfAnyLoopStopsTheProgram() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            setTimeout {}
        }
        #expect(try #require(result).standardErrorContent.says("outside of any event loop"))
    }

    @Test func aPromiseUsedOnAnotherThreadStopsTheProgram() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let escaped = try await onPlainThread {
                let variable = Variable<Promise<Int>>()
                try EventLoop.runUntilIdle { variable.value = Promise.resolve(1) }
                return variable
            }
            try escaped.get().then { print($0) }
        }
        #expect(try #require(result).standardErrorContent.says("outside of its event loop"))
    }

    @Test func resolvingOnAnotherThreadStopsTheProgramAndNamesTheRemoteResolver() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let escaped = try await onPlainThread {
                let variable = Variable<Resolve<Int>>()
                try EventLoop.runUntilIdle { variable.value = Promise<Int>.withResolvers().resolve }
                return variable
            }
            try escaped.get()(1)
        }
        #expect(try #require(result).standardErrorContent.says("withRemoteResolver"))
    }
}
