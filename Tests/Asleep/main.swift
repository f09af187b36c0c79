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

/// The handler calls nothing but what a handler may.
func installHandler(_ number: Int32) {
    _ = signal(number) { _ in _exit(0) }
}

/// Comes from another process after a while, and ends this one with success.
func waitForSignal(_ number: Int32, isInstalled: Bool = false) -> Never {
    if !isInstalled { installHandler(number) }
    print("was woken")
    fflush(nil)
    // Safety: the text outlives the call.
    unsafe system("(sleep 1; kill -\(number) \(getpid())) &")
    waitForever()
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
    waitForSignal(SIGUSR1)
case "a signal that Braid handles, too":
    startReader()
    waitForSignal(Int32(CommandLine.arguments.last ?? "") ?? SIGQUIT)
case "a handler behind that of Braid":
    startReader()
    installHandler(SIGQUIT)
    Goroutine.dumpOnQuit()
    waitForSignal(SIGQUIT, isInstalled: true)
case "nobody, where Braid alone handles signals":
    Goroutine.dumpOnQuit()
    // Interrupts one that computes, for which another handler is installed.
    let (isUp, isOver) = (Channel<Void>(), Channel<Void>(capacity: 1))
    go {
        try isUp.close()
        while isOver.count == 0 {}
    }
    _ = isUp.receive()
    _ = Goroutine.dump()
    try isOver.send(())
    startReader()
    waitForever()
case "a dump":
    printDump()
case "a question":
    Goroutine.dumpOnQuit()
    askBySignal()
case "a question, as the environment allows":
    askBySignal()
case "long waits":
    reportLongWaits()
default:
    fatalError("who could wake it?")
}
