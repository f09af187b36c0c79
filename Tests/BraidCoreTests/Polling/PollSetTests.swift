@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct PollSetTests {
    /// As a program does that closes all descriptors it has not opened itself. To ask again would be in vain, and for ever.
    @Test func aSetWhoseDescriptorSomebodyHasClosedStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let events = PollSet()
            close(events.descriptor)
            events.wait(timeout: 0) { _, _ in }
        }
        #expect(death?.standardErrorContent.says("was closed by somebody else") == true)
    }

    /// A signal ends a wait early, and that is all.
    @Test func aSignalOnlyEndsTheWait() async {
        await #expect(processExitsWith: .success) {
            signal(SIGUSR1) { _ in }
            // Threads of Swift's pool hear of no signals.
            var all = sigset_t()
            // Safety: the set outlives the calls.
            unsafe sigfillset(&all)
            unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
            let (events, waiter, isOver) = (PollSet(), Thread(handle: pthread_self()), Flag())
            let caller = PlainThread(name: "caller") {
                while !isOver.isRaised {
                    pthread_kill(waiter.handle, SIGUSR1)
                    pauseThread()
                }
            }
            events.wait(timeout: .max) { _, _ in }
            isOver.raise()
            caller.join()
        }
    }

    private struct Thread: @unchecked Sendable {
        // Safety: a number, of a thread that outlives its use.
        let handle: pthread_t
    }

    /// A filter that is older than a call answers EPERM to it, not ENOSYS.
    @Test func aFilterOfSystemCallsThatDoesNotKnowTheNewerCallLeavesTheOlder() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let (pipe, events) = (try Pipe(), PollSet())
                events.add(pipe.reading, for: .readable)
                pipe.write("x")
                refuseNewerPoll()
                var reported: [Int32] = []
                events.wait(timeout: 0) { descriptor, _ in reported.append(descriptor) }
                precondition(reported == [pipe.reading])
            }
        }
    }
}

/// From now on the kernel answers EPERM to `epoll_pwait2` on this thread. Glibc's module hides the call.
private func refuseNewerPoll() {
    typealias Call = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
    // Safety: the function of this name, called with five words as the C library does.
    let control = unsafe unsafeBitCast(dlsym(nil, "prctl"), to: Call.self)
    // Load the call's number; if it is 441 answer errno 1, otherwise allow it. Code, jumps and constant of each.
    let filter: [(code: UInt16, ifTrue: UInt8, ifFalse: UInt8, constant: UInt32)] = [
        (0x20, 0, 0, 0), (0x15, 0, 1, 441), (0x06, 0, 0, 0x0005_0001), (0x06, 0, 0, 0x7fff_0000),
    ]
    // Safety: the kernel copies the filter, which has the layout of C's, during the call.
    let result = unsafe filter.withUnsafeBufferPointer { filter in
        let program = (UInt(filter.count), UInt(bitPattern: filter.baseAddress))
        return unsafe withUnsafeBytes(of: program) { program in
            let address = UInt(bitPattern: program.baseAddress)
            return control(38, 1, 0, 0, 0) | control(22, 2, address, 0, 0)
        }
    }
    precondition(result == 0, "no filter could be set")
}
