// Tests › Asleep: a program whose main thread waits in Braid, for DeadlockCrashTests; the argument says who could wake it.
//
// A program of its own, because a deadlock is certain only where every thread is known, and the test runner has threads of
// its own; for DumpTests because it is small.

import BraidCore
import BraidGoroutines
import Glibc

/// Long enough for many looks of the monitor.
let aWhile = 1_000_000 as UInt32

let values = Channel<Int>(line: 4_712)

func startReader() {
    go(name: "reader") {
        let never = Channel<Int>(line: 4_711)
        _ = never.receive()
    }
}

func waitForever() -> Never {
    _ = values.receive()
    print("was woken")
    exit(0)
}

/// What a shell writes after a while, as a descriptor.
func laterOutput() -> Int32 {
    // Safety: the stream is never closed.
    guard let stream = unsafe popen("sleep 1; echo x", "r") else { fatalError("no pipe") }
    return unsafe fileno(stream)
}

switch CommandLine.arguments.dropFirst().first {
case "nobody":
    startReader()
    waitForever()
case "nobody, and no goroutine was ever started":
    waitForever()
case "nobody, after other work":
    startReader()
    // Meanwhile the monitor has fallen asleep.
    usleep(3 * aWhile)
    waitForever()
case "nobody, pinned":
    go(name: "pinned") { Goroutine.pinned { _ = Channel<Int>().receive() } }
    waitForever()
case "everybody has ended":
    let group = WaitGroup()
    group.add(2)
    go { group.done() }
    group.wait()
case "a timer":
    go {
        sleep(.seconds(1))
        try values.send(1)
    }
    waitForever()
case "a deadline of its own":
    startReader()
    _ = try? values.receive(within: .seconds(1))
    print("was woken")
case "a thread":
    startReader()
    sendLater(to: values)
    waitForever()
case "a goroutine that blocks its thread":
    go {
        usleep(aWhile)
        try values.send(1)
    }
    waitForever()
case "an event loop":
    startReader()
    sendLaterFromALoop(to: values)
    waitForever()
case "a Swift task":
    startReader()
    sendLaterFromATask(to: values, seconds: Int(CommandLine.arguments.last ?? "") ?? 1)
    waitForever()
case "a descriptor":
    let descriptor = laterOutput()
    go {
        _ = try Scheduler.current.poller.wait(for: descriptor, .read, until: .never)
        try values.send(1)
    }
    waitForever()
case "a signal":
    startReader()
    // The handler calls nothing but what a handler may.
    _ = signal(SIGUSR1) { _ in _exit(0) }
    print("was woken")
    fflush(nil)
    // Safety: the text outlives the call.
    unsafe system("(sleep 1; kill -USR1 \(getpid())) &")
    waitForever()
case "a dump":
    printDump()
case "a question":
    askBySignal()
default:
    fatalError("who could wake it?")
}
