// Stress › Verdicts: what a program is found to have done wrong ends the run, with the seed that repeats it.
//
// The program that runs is in atomic words, because whoever has to name it may be a signal handler.

internal import Glibc
internal import Synchronization

enum Verdicts {
    private static let seed = Atomic<UInt64>(0)
    /// 0 for the seeded scheduler.
    private static let workers = Atomic<Int>(0)
    /// Changes with every program that begins and every one that ends.
    static let progress = Atomic<UInt64>(0)

    static func programBegins(_ program: Program, workers count: Int) {
        seed.store(program.seed, ordering: .relaxed)
        workers.store(count, ordering: .relaxed)
        progress.wrappingAdd(1, ordering: .releasing)
    }

    static func programEnded() { progress.wrappingAdd(1, ordering: .releasing) }

    /// The program that runs, and how to run it again.
    static var current: String {
        let count = workers.load(ordering: .relaxed)
        // The seed makes the program; the order of real threads is nobody's to repeat.
        let place =
            count == 0
            ? "under the seeded scheduler" : "with \(count) workers, whose order another run need not repeat"
        let seed = seed.load(ordering: .relaxed)
        return "program \(seed), \(place); again: Tests/Stress/run --seed \(seed)\n\(Program(seed: seed))"
    }

    /// Ends the run unless `holds`. For goroutines, coroutines and threads alike, so it does not throw.
    static func check(_ holds: Bool, _ claim: @autoclosure () -> String) {
        if !holds { fail("wrong: \(claim())") }
    }

    static func checkEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) {
        if found != expected { fail("wrong: \(what): \(found), not \(expected)") }
    }

    static func fail(_ finding: String) -> Never {
        write("\(finding)\nin \(current)")
        // At once: the other threads still run, and nothing is to hide behind what they say.
        _exit(1)
    }

    static func write(_ line: String) {
        var text = line + "\n"
        // Safety: the bytes are those of the string, during the call.
        text.withUTF8 { bytes in _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }

    /// A crash, too, is to say which program it was.
    static func nameCrashes() {
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT] {
            var action = sigaction()
            action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
            // Safety: the process is about to die, so text may be made in the handler: if that fails, it dies of that.
            unsafe action.__sigaction_handler.sa_handler = { number in
                Verdicts.write("signal \(number)\nin \(Verdicts.current)")
                raise(number)
            }
            unsafe sigaction(signal, &action, nil)
        }
    }
}
