// Tests › Asleep, others: threads that Braid does not know. In a file of their own, because what stands in main.swift is the
// main actor's.

import BraidAsyncio
import BraidGoroutines
import Glibc

/// Sends a value after a while, from a plain thread.
func sendLater(to values: Channel<Int>) {
    start(values) { values in
        usleep(1_000_000)
        try values.send(1)
    }
}

/// The same from a thread that has an event loop, and waits with it.
func sendLaterFromALoop(to values: Channel<Int>) {
    start(values) { values in
        try EventLoop.run { try await sleep(.seconds(1)) }
        try values.send(1)
    }
}

/// The same from a task of Swift's, which no thread holds while it sleeps.
func sendLaterFromATask(to values: Channel<Int>, seconds: Int) {
    Task.detached {
        try await Task.sleep(for: .seconds(seconds))
        _ = try values.trySend(1)
    }
}

private final class Errand: Sendable {
    let values: Channel<Int>
    let body: @Sendable (Channel<Int>) throws -> Void

    init(_ values: Channel<Int>, _ body: @escaping @Sendable (Channel<Int>) throws -> Void) {
        (self.values, self.body) = (values, body)
    }
}

private func start(_ values: Channel<Int>, _ body: @escaping @Sendable (Channel<Int>) throws -> Void) {
    var thread = pthread_t()
    // Safety: one reference, which the thread takes back.
    let errand = unsafe Unmanaged.passRetained(Errand(values, body)).toOpaque()
    let result = unsafe pthread_create(
        &thread, nil,
        { argument in
            guard let argument = unsafe argument else { return nil }
            // Safety: as above.
            let errand = unsafe Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue()
            do { try errand.body(errand.values) } catch { fatalError("\(error)") }
            return nil
        }, errand)
    precondition(result == 0, "no thread")
    pthread_detach(thread)
}

/// Prints all goroutines: one that waits deep in its calls and one in a loop, two for descriptors, one whose thread waits in the kernel, one that computes, many in
/// one place; and this thread, which waits for one of them.
func printDump() {
    let (never, group) = (Channel<Int>(), WaitGroup(line: 4_713))
    let waiting = Channel<Void>(line: 4_714)
    go(name: "deep reader") { _ = readDeeply(never) }
    go(name: "loop reader") { readInALoop(never) }
    for _ in 0..<25 { go { waitTogether(waiting) } }
    // Safety: the array has room for two descriptors.
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { fatalError("no pipe") }
    let reading = ends[0]
    for end in [reading, dup(reading)] { go { readWhenReady(end) } }
    go(name: "blocked reader") { readOneByte(reading) }
    go(name: "computing") { computeForEver() }
    group.go(name: "asking") {
        while Goroutine.all.filter({ $0.state == .waiting }).count < 29 { Goroutine.yield() }
        // One thread is on its way into the kernel, and another may have to wait for a processor for a while.
        var (dump, attempts) = ("", 0)
        while attempts < 30, !(dump.contains("readOneByte") && dump.contains("computeForEver")) {
            dump = Goroutine.dump()
            attempts += 1
        }
        print("readDeeply receives in line \(lineOfReceive), readInALoop in line \(lineOfLoop)\n")
        print(dump)
    }
    waitOnTheMainThread(group)
}

/// Sends itself SIGQUIT, reads what is written to standard error until it is a dump, and goes on.
func askBySignal() {
    let never = Channel<Int>()
    go(name: "reader") { _ = never.receive() }
    while Goroutine.all.first?.state != .waiting { sched_yield() }
    // Safety: the array has room for two descriptors.
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0, dup2(ends[1], STDERR_FILENO) >= 0 else { fatalError("no pipe") }
    kill(getpid(), SIGQUIT)
    var (text, byte) = ([UInt8](), 0 as UInt8)
    // Safety: one byte of ours.
    while !String(decoding: text, as: UTF8.self).contains("created at"), unsafe read(ends[0], &byte, 1) == 1 {
        text.append(byte)
    }
    print(String(decoding: text, as: UTF8.self))
    print("was woken")
}

/// Writes which waits are long to standard error, and goes on; the last two lines say what a handler was given, and that
/// nothing is reported any more.
func reportLongWaits() {
    let never = Channel<Int>(line: 4_711)
    go(name: "patient") { _ = never.receive() }
    // Safety: the array has room for two descriptors.
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0, dup2(ends[1], STDERR_FILENO) >= 0 else { fatalError("no pipe") }
    Goroutine.reportLongWaits(after: .milliseconds(20))
    var (text, byte) = ([UInt8](), 0 as UInt8)
    // Safety: one byte of ours.
    while !String(decoding: text, as: UTF8.self).contains("4711\n"), unsafe read(ends[0], &byte, 1) == 1 {
        text.append(byte)
    }
    print(String(decoding: text, as: UTF8.self))
    // Another call takes the place of the first.
    let reports = Channel<[Goroutine.Snapshot]>(capacity: 100)
    Goroutine.reportLongWaits(after: .milliseconds(20)) { _ = try? reports.trySend($0) }
    print("handler: \(reports.receive()?.map { $0.name ?? "" } ?? [])")
    Goroutine.stopReportingLongWaits()
    // One that was being made is completed; after that there is none, whoever waits.
    usleep(100_000)
    while reports.tryReceive() != nil {}
    go(name: "later") { _ = never.receive() }
    usleep(200_000)
    print("afterwards: \(reports.count)")
}

private let lineOfReceive = #line + 4

@inline(never)
private func readDeeply(_ values: Channel<Int>) -> Int {
    let value = values.receive() ?? 0
    return value + 1
}

private let lineOfLoop = #line + 4

@inline(never)
private func readInALoop(_ values: Channel<Int>) {
    for value in values {
        print(value)
    }
}

@inline(never)
private func readWhenReady(_ descriptor: Int32) {
    try? Goroutine.wait(for: .reading, on: descriptor)
    withExtendedLifetime(descriptor) {}
}

@inline(never)
private func waitTogether(_ gate: Channel<Void>) {
    let value: Void? = gate.receive()
    withExtendedLifetime(value) {}
}

@inline(never)
private func waitOnTheMainThread(_ group: WaitGroup) {
    group.wait()
    withExtendedLifetime(group) {}
}

@inline(never)
private func computeForEver() -> Never {
    var number: UInt64 = 1
    while true {
        number = number &* 6_364_136_223_846_793_005 &+ 1
        // Never, which nobody can know beforehand.
        if number == 1 { print(number) }
    }
}

@inline(never)
private func readOneByte(_ descriptor: Int32) {
    var byte: UInt8 = 0
    // Safety: one byte of ours.
    _ = unsafe read(descriptor, &byte, 1)
    withExtendedLifetime(byte) {}
}
