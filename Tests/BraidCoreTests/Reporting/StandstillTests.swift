import BraidTesting
import CBraidShims
import Glibc
import Testing

@testable import BraidCore

@Suite struct StandstillTests {
    private typealias Role = ThreadStanding.Role

    private static func judge(main: Role, _ others: Role..., unknownWaits: Bool = false) -> Standstill {
        let standings = ([main] + others).enumerated().map { place, role in
            ThreadStanding(thread: Int32(place + 1), role: role, waits: unknownWaits ? nil : 1)
        }
        return Standstill.judge(standings, mainThread: 1)
    }

    @Test func itIsCertainWhereEverybodyIsParkedOrIdle() {
        #expect(Self.judge(main: .parked) == .certain)
        #expect(Self.judge(main: .parked, .idle, .parked, .idle) == .certain)
    }

    @Test func itIsNotWhereTheMainThreadWaitsForSomethingElse() {
        #expect(Self.judge(main: .unknown, .parked) == .no)
        #expect(Self.judge(main: .parkedForAWhile, .parked) == .no)
        #expect(Self.judge(main: .idle, .parked) == .no)
        #expect(Standstill.judge([], mainThread: 1) == .no)
    }

    @Test func itIsNotWhereAnybodyElseDoes() {
        #expect(Self.judge(main: .parked, .idle, .unknown) == .onSomebodyUnknown)
        #expect(Self.judge(main: .parked, .idle, .parkedForAWhile) == .onSomebodyUnknown)
    }

    @Test func itMayBeSoonWhereSomebodyComputes() {
        #expect(Self.judge(main: .busy, .parked) == .perhapsSoon)
        #expect(Self.judge(main: .parked, .busy, .unknown) == .perhapsSoon)
    }

    @Test func itIsNotWhereTheKernelDoesNotTellHowOftenAThreadHasWaited() {
        #expect(Self.judge(main: .parked, .idle, unknownWaits: true) == .onSomebodyUnknown)
    }

    /// Number, six arguments, stack pointer, program counter.
    private static func role(
        call: Int = Int(202), timeout: String = "0x0", bits: String = "0x42726121", isIdleWorker: Bool = false
    ) -> Role {
        ThreadStanding.role(
            "\(call) 0x7f00 0x89 0x0 \(timeout) 0x0 \(bits) 0x7ffe 0x7f12\n", isIdleWorker: isIdleWorker)
    }

    #if arch(x86_64)
        @Test func aWaitOfBraidsIsKnownByItsBits() {
            #expect(Self.role() == .parked)
            #expect(Self.role(timeout: "0x7ffd") == .parkedForAWhile)
            #expect(Self.role(bits: "0x42726122") == .idle)
            #expect(Self.role(timeout: "0x7ffd", bits: "0x42726122") == .idle)
            #expect(Self.role(bits: "0xffffffff") == .unknown)
            #expect(Self.role(call: 230) == .unknown)
        }

        @Test func aWorkerThatRunsNothingIsIdleWhereverItWaits() {
            #expect(Self.role(call: 281, isIdleWorker: true) == .idle)
            #expect(ThreadStanding.role("running\n", isIdleWorker: true) == .busy)
        }
    #endif

    @Test func whatTheKernelDoesNotTellIsUnknown() {
        #expect(ThreadStanding.role("", isIdleWorker: false) == .unknown)
        #expect(ThreadStanding.role("-1 0x7ffe 0x7f12\n", isIdleWorker: true) == .unknown)
        #expect(ThreadStanding.role("running\n", isIdleWorker: false) == .busy)
    }

    /// A real thread, as the kernel shows it.
    @Test func aParkedThreadIsSeenAsParked() async throws {
        try await onPlainThread {
            let (gate, number) = (Latch(1), OneShot<Int32>())
            let thread = PlainThread(name: "parked") {
                number.set(braid_thread_id())
                gate.wait()
            }
            let parked = number.wait(.join)
            var standing: ThreadStanding
            repeat {
                standing = ThreadStanding(thread: parked, isIdleWorker: false)
                // On its way there it may wait for a lock.
            } while standing.role != .parked
            #expect(standing.waits != nil)
            #expect(standing == ThreadStanding(thread: parked, isIdleWorker: false))
            gate.countDown()
            thread.join()
        }
    }

    @Test func aThreadThatWaitsWithADeadlineIsNotParkedForEver() async throws {
        try await onPlainThread {
            let (gate, number) = (Latch(1), OneShot<Int32>())
            let thread = PlainThread(name: "parked") {
                number.set(braid_thread_id())
                gate.wait(until: Clock(isVirtual: false).now.advanced(by: .seconds(3_600)))
            }
            let parked = number.wait(.join)
            var standing: ThreadStanding
            repeat {
                standing = ThreadStanding(thread: parked, isIdleWorker: false)
            } while standing.role != .parkedForAWhile
            #expect(standing.isInBraid)
            gate.countDown()
            thread.join()
        }
    }

    @Test func handlersForSignalsFromOutsideAreSeen() {
        let bit: (Int32) -> UInt64 = { 1 << UInt64($0 - 1) }
        let outside: (UInt64) -> Bool = {
            Standstill.hasOutsideSignal(caught: Substring(String($0, radix: 16)), mayWake: { _ in false })
        }
        #expect(!outside(0))
        #expect(!outside(bit(SIGSEGV) | bit(SIGILL) | bit(SIGQUIT) | bit(32) | bit(33)))
        #expect(outside(bit(SIGTERM)) && outside(bit(SIGUSR1)) && outside(bit(SIGALRM)) && outside(bit(40)))
        #expect(Standstill.hasOutsideSignal(caught: "nonsense"))
    }

    /// Of those that Braid or the Swift runtime may handle, the program's own handlers count.
    @Test func aHandlerOfTheProgramsCountsForASignalThatBraidHandlesToo() {
        for number in [SIGQUIT, SIGURG, SIGTRAP, SIGPROF] {
            let caught = Substring(String(1 << UInt64(number - 1) as UInt64, radix: 16))
            #expect(Standstill.hasOutsideSignal(caught: caught, mayWake: { $0 == number }))
            #expect(!Standstill.hasOutsideSignal(caught: caught, mayWake: { _ in false }))
        }
    }
}
