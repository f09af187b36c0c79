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
            for number in [-1, 1 << 30] as [Int32] {
                #expect(throws: Goroutine.DescriptorError.refused(errno: EBADF)) {
                    try Goroutine.wait(for: .reading, on: number, within: .zero)
                }
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

    /// Who comes first waits, and hears of it; who comes too late hears that there is no such descriptor.
    @Test func whoWaitsForWhatIsClosedHearsOfIt() async throws {
        try await bothWays(200) {
            let (pipe, group) = (try Pipe(), WaitGroup())
            // A number that no other test is given meanwhile.
            let number = fcntl(pipe.reading, F_DUPFD, 1_300)
            for context in [Context.background, Context.background.withCancel().0] {
                group.go {
                    let error = caught { try Goroutine.wait(for: .reading, on: number, in: context) }
                    let isRight = [.closed, .refused(errno: EBADF)].contains(
                        error as? Goroutine.DescriptorError)
                    #expect(isRight, "\(String(describing: error))")
                }
            }
            Goroutine.yield()
            try Goroutine.close(number)
            group.wait()
            #expect(throws: Goroutine.DescriptorError.refused(errno: EBADF)) { try Goroutine.close(number) }
        }
    }

    @Test func aReaderAndAWriterOfOneSocketAreBothServed() async throws {
        try await bothWays {
            var ends: [Int32] = [0, 0]
            let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
            // Safety: the array has room for the two descriptors.
            try #require(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
            let (here, there, group) = (ends[0], ends[1], WaitGroup())
            let block = [UInt8](repeating: 1, count: 4_096)
            // Safety: the kernel reads from the array.
            while unsafe write(here, block, block.count) > 0 {}
            group.go { try? Goroutine.wait(for: .reading, on: here) }
            group.go { try? Goroutine.wait(for: .writing, on: here) }
            Goroutine.yield()
            var room = block
            // Safety: the kernel writes into the array.
            while unsafe read(there, &room, room.count) > 0 {}
            _ = unsafe write(there, block, 1)
            group.wait()
            close(here)
            close(there)
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
            for duration in [Duration.zero, .seconds(1)] {
                #expect(throws: Goroutine.DescriptorError.refused(errno: EPERM)) {
                    try Goroutine.wait(for: .reading, on: folder, within: duration)
                }
            }
        }
    }

    @Test func anErrorSaysWhatIsWrong() {
        let refusal = Goroutine.DescriptorError.refused(errno: EBADF)
        #expect("\(refusal)" == "cannot wait for the descriptor: Bad file descriptor")
        #expect("\(Goroutine.DescriptorError.closed)" == "the descriptor was closed during the wait")
    }
}
