import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// The handler is the process's, so these run in processes of their own.
@Suite struct UncaughtErrorTests {
    @Test func aHandlerHearsOfTheErrorAndTheProgramGoesOn() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let seen = Channel<String>(capacity: 1)
                Goroutine.onUncaughtError { error, goroutine in
                    try? seen.send("\(goroutine.name ?? "?"): \(error)")
                }
                let group = WaitGroup()
                group.go(name: "careless") { throw ChannelClosed() }
                group.wait()
                guard seen.receive() == "careless: the channel is closed" else { fatalError("not heard") }
                group.go { try Goroutine.exit() }
                group.wait()
                guard seen.tryReceive() == nil else { fatalError("leaving early is no error") }
            }
        }
    }

    @Test func withoutTheHandlerTheProgramEndsAgain() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                Goroutine.onUncaughtError { _, _ in }
                Goroutine.onUncaughtError(nil)
                let group = WaitGroup()
                group.go(name: "careless") { throw ChannelClosed() }
                group.wait()
            }
        }
        #expect(death?.standardErrorContent.says("\"careless\" created at") == true)
    }
}
