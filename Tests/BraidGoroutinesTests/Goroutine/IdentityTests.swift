import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct IdentityTests {
    @Test func aGoroutineKnowsItself() async throws {
        try await forSeeds {
            let channel = Channel<Goroutine.Identity?>()
            go(name: "worker", line: 77) { try channel.send(Goroutine.current) }
            guard let worker = channel.receive().flatMap({ $0 }) else {
                Issue.record("a goroutine has an identity")
                return
            }
            #expect(worker.name == "worker")
            #expect(worker.creationSite == "BraidGoroutinesTests/IdentityTests.swift:77")
            #expect(worker.description.hasPrefix("goroutine \(worker.id) \"worker\" created at"))
            #expect(worker.id != Goroutine.current?.id)
        }
    }

    @Test func aPlainThreadAndASwiftTaskAreNone() async throws {
        #expect(Goroutine.current == nil)
        try await onPlainThread { #expect(Goroutine.current == nil) }
    }

    @Test func thoseThatHaveNotEndedAreCounted() async throws {
        try await forSeeds {
            #expect(Goroutine.count == 1)
            let gate = Channel<Void>()
            let group = WaitGroup()
            for _ in 0..<5 { group.go { _ = gate.receive() } }
            #expect(Goroutine.count == 6)
            try gate.close()
            group.wait()
            sleep(.seconds(1))
            #expect(Goroutine.count == 1)
        }
    }

    private enum Local {
        @TaskLocal static var value = 0
    }

    @Test func taskLocalValuesAreGoroutineLocal() async throws {
        try await forSeeds {
            let group = WaitGroup()
            for number in 1...5 {
                group.go {
                    Local.$value.withValue(number) {
                        sleep(.milliseconds(number))
                        #expect(Local.value == number)
                        let child = spawn { Local.value }
                        #expect(child.join() == 0, "a goroutine starts without any")
                        #expect(Local.value == number)
                    }
                }
            }
            group.wait()
            #expect(Local.value == 0)
        }
    }
}
