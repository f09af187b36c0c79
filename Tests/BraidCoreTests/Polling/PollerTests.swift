@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// A poller without a scheduler: the test says when the kernel is asked.
@Suite struct PollerTests {
    /// A hang-up comes when the last copy of the other end is closed, and a child that another test starts at this moment
    /// has copies until it has reached its program: nanoseconds to wait for that.
    private let patience: UInt64 = 60_000_000_000

    private func withPoller(
        _ waits: Int, _ body: @escaping @Sendable (Poller, Nodes, [Waiter]) throws -> Void
    ) async throws {
        try await onPlainThread {
            try withWaiters(waits) { waiters in try body(Poller(), Nodes(waiters), waiters) }
        }
    }

    @Test func aReaderIsWokenWhenThereIsSomethingToRead() async throws {
        try await withPoller(1) { poller, nodes, waiters in
            let pipe = try Pipe()
            try nodes.add(0, to: poller, pipe.reading, .read)
            #expect(poller.hasWaiters)
            #expect(!poller.poll(timeout: 0))
            pipe.write("x")
            #expect(poller.poll(timeout: 0))
            #expect(waiters[0].ending() == .done)
            #expect(!poller.hasWaiters)
        }
    }

    @Test func aWriterIsWokenWhenThereIsRoom() async throws {
        try await withPoller(1) { poller, nodes, waiters in
            let pipe = try Pipe()
            pipe.fill()
            try nodes.add(0, to: poller, pipe.writing, .write)
            #expect(!poller.poll(timeout: 0))
            while pipe.readByte() != nil {}
            #expect(poller.poll(timeout: 0))
            #expect(waiters[0].ending() == .done)
        }
    }

    @Test func theEndOfAFileIsNewsForAReader() async throws {
        try await withPoller(1) { poller, nodes, waiters in
            let (left, right) = try socketPair()
            try nodes.add(0, to: poller, left, .read)
            #expect(!poller.poll(timeout: 0))
            close(right)
            #expect(poller.poll(timeout: patience))
            #expect(waiters[0].ending() == .done)
            close(left)
        }
    }

    @Test func aWriterWithoutAReaderIsWokenToSeeTheError() async throws {
        try await withPoller(1) { poller, nodes, waiters in
            let (left, right) = try socketPair()
            fillSocket(left)
            try nodes.add(0, to: poller, left, .write)
            #expect(!poller.poll(timeout: 0))
            close(right)
            #expect(poller.poll(timeout: patience))
            #expect(waiters[0].ending() == .done)
            close(left)
        }
    }

    @Test func everybodyWhoWaitsForADirectionIsWoken() async throws {
        try await withPoller(3) { poller, nodes, waiters in
            let pipe = try Pipe()
            for index in 0..<3 { try nodes.add(index, to: poller, pipe.reading, .read) }
            pipe.write("x")
            #expect(poller.poll(timeout: 0))
            #expect(waiters.map { $0.ending() } == [.done, .done, .done])
        }
    }

    @Test func bothDirectionsOfOneDescriptorAreToldApart() async throws {
        try await withPoller(2) { poller, nodes, waiters in
            let (left, right) = try socketPair()
            fillSocket(left)
            try nodes.add(0, to: poller, left, .read)
            try nodes.add(1, to: poller, left, .write)
            #expect(!poller.poll(timeout: 0))
            let byte: [UInt8] = [1]
            // Safety: the byte outlives the call.
            let written = unsafe write(right, byte, 1)
            #expect(written == 1)
            #expect(poller.poll(timeout: 0))
            #expect(waiters[0].ending() == .done)
            #expect(poller.hasWaiters, "the writer waits on")
            drainSocket(right)
            #expect(poller.poll(timeout: 0), "and is still armed after the one shot")
            #expect(waiters[1].ending() == .done)
            close(left)
            close(right)
        }
    }

    @Test func aClosedDescriptorEndsEveryWaitForIt() async throws {
        try await withPoller(3) { poller, nodes, waiters in
            let (left, right) = try socketPair()
            fillSocket(left)
            let pipe = try Pipe()
            try nodes.add(0, to: poller, left, .read)
            try nodes.add(1, to: poller, left, .write)
            try nodes.add(2, to: poller, pipe.reading, .read)
            #expect(poller.close(left) == 0)
            #expect(waiters.map { $0.ending() } == [.closed, .closed, nil])
            nodes.remove(2, from: poller, pipe.reading, .read)
            close(right)
        }
    }

    /// As the last close of a socket that lingers does, which takes as long as the other end takes for the rest.
    @Test func whileAFileIsBeingClosedOthersWaitAndItsNumberIsFree() async throws {
        try await withPoller(2) { poller, nodes, waiters in
            let (old, new) = (try Pipe(), try Pipe())
            // A number that no other test is given meanwhile.
            let number = fcntl(old.reading, F_DUPFD, 1_150)
            try nodes.add(0, to: poller, number, .read)
            let result = poller.close(number) { last in
                #expect(waiters[0].ending() == .closed)
                #expect(throws: PollError(errno: EBADF)) { try nodes.add(1, to: poller, number, .read) }
                #expect(dup2(new.reading, number) == number, "takes the number of the old file")
                #expect(throws: Never.self) { try nodes.add(1, to: poller, number, .read) }
                old.write("x")
                #expect(!poller.poll(timeout: 0), "the old file, open still, is not heard of by that number")
                close(last)
                return -EIO
            }
            #expect(result == -EIO, "what the last close says is not lost")
            new.write("x")
            #expect(poller.poll(timeout: 0))
            #expect(waiters[1].ending() == .done)
            close(number)
        }
    }

    @Test func aDescriptorThatIsNotOpenIsAnError() async throws {
        try await withPoller(1) { poller, nodes, _ in
            // Not one that was closed just now: another test's file might have its number already.
            let closed = Int32.max
            #expect(throws: PollError(errno: EBADF)) { try nodes.add(0, to: poller, closed, .read) }
            #expect(throws: PollError(errno: EBADF)) { try nodes.add(0, to: poller, -1, .read) }
            #expect(!poller.hasWaiters, "a refused wait leaves nothing behind")
            #expect(!nodes.isQueued(0))
        }
    }

    /// The kernel reports what a copy keeps open, but watches nothing by the number that was closed.
    @Test func whoWaitsForTheOtherDirectionOfAClosedDescriptorIsWokenToSeeTheError() async throws {
        try await withPoller(2) { poller, nodes, waiters in
            let (left, right) = try socketPair()
            fillSocket(left)
            // A free number that no other test is given once it is closed: they are given the lowest.
            let number = fcntl(left, F_DUPFD, 1_000)
            #expect(number >= 1_000)
            try nodes.add(0, to: poller, number, .read)
            try nodes.add(1, to: poller, number, .write)
            close(number)
            let byte: [UInt8] = [1]
            // Safety: the byte outlives the call.
            let written = unsafe write(right, byte, 1)
            #expect(written == 1)
            #expect(poller.poll(timeout: 0))
            #expect(waiters.map { $0.ending() } == [.done, .done])
            #expect(!poller.hasWaiters)
            close(left)
            close(right)
        }
    }

    @Test func aRegularFileIsAnError() async throws {
        try await withPoller(1) { poller, nodes, _ in
            // Safety: the path is copied by the call.
            let file = unsafe open("/proc/self/exe", O_RDONLY)
            #expect(file >= 0)
            #expect(throws: PollError(errno: EPERM)) { try nodes.add(0, to: poller, file, .read) }
            #expect(!poller.hasWaiters)
            close(file)
        }
    }

    @Test func aNumberThatComesBackAsAnotherFileIsWatchedAnew() async throws {
        try await withPoller(2) { poller, nodes, waiters in
            let (old, new) = (try Pipe(), try Pipe())
            // A number that no other test is given meanwhile.
            let number = fcntl(old.reading, F_DUPFD, 1_100)
            try nodes.add(0, to: poller, number, .read)
            #expect(poller.close(number) == 0)
            #expect(waiters[0].ending() == .closed)
            #expect(poller.close(number) == -EBADF)
            #expect(dup2(new.reading, number) == number, "takes the number of the old file")
            try nodes.add(1, to: poller, number, .read)
            new.write("x")
            #expect(poller.poll(timeout: 0))
            #expect(waiters[1].ending() == .done)
            close(number)
        }
    }

    @Test func anInterruptEndsAPollThatWaits() async throws {
        try await withPoller(0) { poller, _, _ in
            let polling = PlainThread(name: "polling") { #expect(!poller.poll(timeout: .max)) }
            poller.interrupt()
            polling.join()
            #expect(!poller.poll(timeout: 0), "it was drained")
        }
    }

    @Test func aWaitThatIsRemovedLeavesTheOther() async throws {
        try await withPoller(2) { poller, nodes, waiters in
            let pipe = try Pipe()
            try nodes.add(0, to: poller, pipe.reading, .read)
            try nodes.add(1, to: poller, pipe.reading, .read)
            nodes.remove(0, from: poller, pipe.reading, .read)
            pipe.write("x")
            #expect(poller.poll(timeout: 0))
            #expect(waiters.map { $0.ending() } == [nil, .done])
            nodes.remove(1, from: poller, pipe.reading, .read)
        }
    }

    /// Closed at the moment a process is spawned: a crash test's child must not keep the other end open.
    private func socketPair() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        // Safety: the array has room for the two descriptors.
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Pipe.Unavailable() }
        return (ends[0], ends[1])
    }

    private func fillSocket(_ socket: Int32) {
        let bytes = [UInt8](repeating: 1, count: 65_536)
        // Safety: the bytes outlive the call.
        while unsafe write(socket, bytes, bytes.count) > 0 {}
    }

    private func drainSocket(_ socket: Int32) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        // Safety: the buffer has room for what is asked for.
        while unsafe read(socket, &bytes, bytes.count) > 0 {}
    }
}
