@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// Very many descriptors at once. In child processes: the limit is the process's, and so is the number of open files.
@Suite struct PollerCapacityTests {
    @Test func tenThousandDescriptorsAreWaitedForAtOnceAndNoneIsLeaked() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let count = min(isSanitized ? 2_000 : 10_000, raiseDescriptorLimit() - 100)
                withScheduler(workers: 2) { scheduler in
                    // What the scheduler opens for itself is open from now on.
                    scheduler.runAll(1) { _ in }
                    let before = openDescriptors()
                    readAll(from: count, on: scheduler)
                    guard openDescriptors() == before else { _exit(2) }
                    // Once more, with the same numbers.
                    readAll(from: count, on: scheduler)
                    guard openDescriptors() == before, !scheduler.poller.hasWaiters else { _exit(3) }
                }
            }
        }
    }

    @Test func aPollerLeavesNoDescriptorBehind() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let before = openDescriptors()
                for _ in 0..<100 { withScheduler(workers: 1) { $0.runAll(1) { _ in } } }
                // The last thread of a scheduler may still be on its way out, and hold it; and the test's own runtime opens
                // and closes a few of its own. A scheduler that leaked would leave two hundred.
                let clock = Clock(isVirtual: false)
                let patience = clock.now.advanced(by: .seconds(60))
                while openDescriptors() > before + 50 {
                    guard clock.now < patience else { _exit(2) }
                    sched_yield()
                }
            }
        }
    }
}

/// A goroutine for each of `count` sockets, which waits for it at the same time as all others. Each must be woken by its
/// own. Both ends of a pair are waited for, and what is written into one makes the other readable.
private func readAll(from count: Int, on scheduler: Scheduler) {
    let sockets = (0..<count / 2).flatMap { _ in socketPair() }
    let ready = Tally()
    let latch = Latch(sockets.count)
    for (index, socket) in sockets.enumerated() {
        scheduler.go {
            ready.add()
            let verdict = try scheduler.poller.wait(for: socket, .read, until: .never)
            guard verdict == .done, readByte(socket) == UInt8(index % 251) else { _exit(4) }
            latch.countDown()
        }
    }
    while ready.value < sockets.count { sched_yield() }
    for index in sockets.indices.reversed() { writeByte(UInt8(index % 251), to: sockets[index ^ 1]) }
    latch.wait()
    for socket in sockets { close(socket) }
}

private func socketPair() -> [Int32] {
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    // Safety: the array has room for the two descriptors.
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { _exit(5) }
    return ends
}

private func readByte(_ socket: Int32) -> UInt8? {
    var byte: UInt8 = 0
    // Safety: the byte belongs to this frame.
    return unsafe read(socket, &byte, 1) == 1 ? byte : nil
}

private func writeByte(_ byte: UInt8, to socket: Int32) {
    var byte = byte
    // Safety: the byte belongs to this frame.
    guard unsafe write(socket, &byte, 1) == 1 else { _exit(6) }
}

/// As many as the process may ask for; how many that is.
private func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    // Safety: the variable outlives the calls.
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { _exit(7) }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
}

private func openDescriptors() -> Int {
    // Safety: the directory is closed once, and an entry is not kept.
    guard let folder = unsafe opendir("/proc/self/fd") else { _exit(8) }
    defer { unsafe closedir(folder) }
    var count = 0
    while unsafe readdir(folder) != nil { count += 1 }
    return count
}
