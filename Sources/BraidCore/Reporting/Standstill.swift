// Reporting › Standstill: whether nobody in this process can ever go on again. Go's checkdead.
//
// Go knows every thread of its process. We do not: a library's thread may be about to send on a channel. So a deadlock is
// called certain only if, at one and the same moment,
//  - no goroutine and no Swift job could run, and no timer and no descriptor was waited for;
//  - the main thread waited in Braid without a limit of time;
//  - every other thread did so too, or was one of Braid's own with nothing to do;
//  - no handler was installed for a signal that somebody may send from outside.
// Anything else, and anything that the kernel does not tell, is no deadlock. See Design/0022.
//
// One moment: all threads are looked at, then the scheduler, then all threads again. A thread that waited at both looks
// and has not begun to wait in between has waited all the time (see ThreadStanding).

internal import CBraidShims
internal import Glibc
internal import Synchronization

enum Standstill: Equatable {
    /// Nobody will ever go on.
    case certain
    /// Somebody is about to wait, perhaps: worth another look soon.
    case perhapsSoon
    /// All that is Braid's waits for somebody unknown, who may go away: worth another look later.
    case onSomebodyUnknown
    /// Something will happen, or may.
    case no

    /// Combines what all threads but the caller's do, the main thread among them.
    static func judge(_ first: [ThreadStanding], mainThread: Int32) -> Standstill {
        guard let main = first.first(where: { $0.thread == mainThread }) else { return .no }
        if main.role == .busy { return .perhapsSoon }
        guard main.role == .parked else { return .no }
        if first.contains(where: { $0.role == .busy }) { return .perhapsSoon }
        let goesOnByItself: (ThreadStanding) -> Bool = {
            $0.role == .unknown || $0.role == .parkedForAWhile || $0.waits == nil
        }
        if first.contains(where: goesOnByItself) { return .onSomebodyUnknown }
        return .certain
    }

    /// Whether a mask of caught signals, as the kernel prints it, has one in it that comes from outside. Those of crashes
    /// come from the program itself, and two are the C library's. Some have handlers of Braid's, which wake no goroutine, or
    /// of the Swift runtime's; where the program has one of its own, it counts.
    static func hasOutsideSignal(
        caught: Substring, mayWake: (Int32) -> Bool = { braid_signal_may_wake($0) != 0 }
    ) -> Bool {
        guard let mask = UInt64(caught, radix: 16) else { return true }
        let never = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, 32, 33]
        let perhaps = [SIGQUIT, SIGURG, SIGTRAP, SIGPROF]
        return (1...64 as ClosedRange<Int32>).contains { number in
            guard mask & 1 << UInt64(number - 1) != 0, !never.contains(number) else { return false }
            return !perhaps.contains(number) || mayWake(number)
        }
    }
}

extension Scheduler {
    /// To be called by the monitor, on its own thread.
    func standstill() -> Standstill {
        let (main, own) = (getpid(), braid_thread_id())
        guard isAtRest else { return .no }
        // Most often the main thread waits for something else, and nobody has to look any further.
        let mainFirst = Standstill.judge(
            [ThreadStanding(thread: main, isIdleWorker: false)], mainThread: main)
        guard mainFirst == .certain else { return mainFirst }
        let first = standings(except: own)
        let finding = Standstill.judge(first, mainThread: main)
        guard finding == .certain else { return finding }
        guard isAtRest, let caught = ThreadFile.status("SigCgt", ofThread: main),
            !Standstill.hasOutsideSignal(caught: caught)
        else { return .no }
        return standings(except: own) == first ? .certain : .perhapsSoon
    }

    private func standings(except own: Int32) -> [ThreadStanding] {
        let idleWorkers = Set((monitor?.idleThreads ?? []))
        return ProcessThreads.numbers.filter { $0 != own }.map {
            ThreadStanding(thread: $0, isIdleWorker: idleWorkers.contains($0))
        }
    }

    /// Whether nothing can run and nothing is waited for that comes by itself.
    package var isAtRest: Bool {
        situation == .idle && nextDeadline == .never && !poller.hasWaiters
    }

    /// The monitor's part: ends the program if it stands still for ever. How long to wait before the next look; nil if
    /// that is not worth while before somebody has gone on.
    func endIfDeadlocked() -> UInt64? {
        guard endsOnDeadlock else { return nil }
        state.withLock { $0.hasParkedThread = false }
        Deadlock.isWatchedFor.store(true, ordering: .relaxed)
        HardwareMemory.barrierEverywhereIfThere()
        switch standstill() {
        case .certain:
            StandardError.write("braid: all goroutines are asleep\n\n\(GoroutineDump(of: self).text())\n")
            fatalError("all goroutines are asleep: deadlock")
        case .perhapsSoon: return 50 * Monitor.millisecond
        case .onSomebodyUnknown: return 1_000 * Monitor.millisecond
        case .no: return nil
        }
    }
}
