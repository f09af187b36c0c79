import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct DescriptorTests {
    @Test func aReaderWaitsForWhatIsWritten() async throws {
        try await bothWays {
            let pipe = try Pipe()
            go { pipe.write("x") }
            var byte = pipe.readByte()
            while byte == nil {
                try Goroutine.wait(for: .reading, on: pipe.reading)
                byte = pipe.readByte()
            }
            #expect(byte == UInt8(ascii: "x"))
        }
    }

    @Test func aWriterWaitsForRoom() async throws {
        try await bothWays {
            let pipe = try Pipe()
            pipe.fill()
            go { while pipe.readByte() != nil {} }
            while pipe.write("y") < 0 { try Goroutine.wait(for: .writing, on: pipe.writing) }
        }
    }

    @Test func theEndOfTheOtherSideIsReadable() async throws {
        try await bothWays {
            var ends: [Int32] = [0, 0]
            // Safety: the array has room for the two descriptors.
            try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            let (here, there) = (ends[0], ends[1])
            go { close(there) }
            try Goroutine.wait(for: .reading, on: here)
            close(here)
        }
    }

    @Test func aDurationEndsTheWait() async throws {
        try await bothWays {
            let pipe = try Pipe()
            #expect(throws: ContextError.deadlineExceeded) {
                try Goroutine.wait(for: .reading, on: pipe.reading, within: .milliseconds(1))
            }
        }
    }

    @Test func withNoTimeItLooksOnce() async throws {
        try await bothWays {
            let pipe = try Pipe()
            #expect(throws: ContextError.deadlineExceeded) {
                try Goroutine.wait(for: .reading, on: pipe.reading, within: .zero)
            }
            try Goroutine.wait(for: .writing, on: pipe.writing, within: .seconds(-1))
            pipe.write("x")
            try Goroutine.wait(for: .reading, on: pipe.reading, within: .zero)
            #expect(throws: Goroutine.DescriptorError.refused(errno: EBADF)) {
                try Goroutine.wait(for: .reading, on: 1 << 30, within: .zero)
            }
        }
    }

    @Test func aContextEndsTheWait() async throws {
        try await bothWays {
            let pipe = try Pipe()
            let (context, cancel) = Context.background.withCancel()
            go { cancel() }
            #expect(throws: ContextError.cancelled) {
                try Goroutine.wait(for: .reading, on: pipe.reading, in: context)
            }
        }
    }

    @Test func aContextThatHasEndedIsToldThoughTheDescriptorIsReady() async throws {
        try await bothWays {
            let pipe = try Pipe()
            pipe.write("x")
            let (context, cancel) = Context.background.withCancel()
            cancel()
            #expect(throws: ContextError.cancelled) {
                try Goroutine.wait(for: .reading, on: pipe.reading, in: context)
            }
        }
    }

    @Test func whoWaitsForWhatIsClosedHearsOfIt() async throws {
        try await bothWays {
            let (pipe, group, hasEnded) = (try Pipe(), WaitGroup(), Tally())
            for number in 0..<3 {
                group.go {
                    let context = number == 0 ? Context.background : Context.background.withCancel().0
                    #expect(throws: Goroutine.DescriptorError.closed) {
                        try Goroutine.wait(for: .reading, on: pipe.reading, in: context)
                    }
                    hasEnded.add()
                }
            }
            // Repeated, because nobody can tell whether they wait already.
            while hasEnded.value < 3 {
                Goroutine.willClose(pipe.reading)
                Goroutine.yield()
            }
            group.wait()
        }
    }

    @Test func whatTheKernelDoesNotReportOnIsRefused() async throws {
        try await bothWays {
            #expect(throws: Goroutine.DescriptorError.refused(errno: EBADF)) {
                try Goroutine.wait(for: .reading, on: 1 << 30)
            }
            // Safety: a constant string.
            let folder = unsafe open("/", O_RDONLY)
            defer { close(folder) }
            #expect(throws: Goroutine.DescriptorError.refused(errno: EPERM)) {
                try Goroutine.wait(for: .reading, on: folder)
            }
        }
    }

    @Test func anErrorSaysWhatIsWrong() {
        let refusal = Goroutine.DescriptorError.refused(errno: EBADF)
        #expect("\(refusal)" == "cannot wait for the descriptor: Bad file descriptor")
        #expect("\(Goroutine.DescriptorError.closed)" == "the descriptor was closed during the wait")
    }
}
