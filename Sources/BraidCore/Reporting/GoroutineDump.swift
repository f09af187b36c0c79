// Reporting › GoroutineDump: all goroutines and their stacks, as a text.
//
// In the shape of Go's, but for three things. A line says where the thing was made that a goroutine waits for. Goroutines
// that were created at one place, and wait in one place for things made at one place, are listed together with one stack,
// because a thousand equal stacks hide the one that matters. And of a stack the calls are shown that the program made, with
// the one of Braid's or the system's that it ended in; what lies around them says nothing.
//
// After the goroutines come the threads that wait in Braid and are no workers, as far as they are in a call of the program.

internal import CBraidShims

struct GoroutineDump {
    private let found: [(resident: Resident, addresses: [UInt64])]
    private let threads: [ParkedThread]

    /// How many are listed by name where many wait in one place.
    private static let listed = 10

    /// Looks at all goroutines of a scheduler. For a thread of its own: what it reports on must not be what it runs on.
    init(of scheduler: Scheduler) {
        let computing = scheduler.computingGoroutines
        let calls = ThreadCall.all
        found = scheduler.withCensus { resident, tenement in
            (resident, tenement.map { FiberCalls(in: $0, among: calls, computing).addresses } ?? [])
        }
        // Threads do not wait for what a seeded run does, which has the only thread that could go on.
        // Those that a goroutine keeps are among the goroutines.
        let pinned = Set(PinnedThreads.current.values)
        let others = scheduler.isSeeded ? [] : calls.filter { !pinned.contains($0.thread) }
        threads = others.compactMap(ParkedThread.init)
    }

    private struct Calls: Hashable {
        var lines: [String] = []
        /// Whether the program made one of them.
        var isOfProgram = false
    }

    private struct Group {
        let calls: Calls
        var residents: [Resident]
    }

    private struct Key: Hashable {
        let calls: Calls
        let site: CreationSite
        let subject: WaitSubject?
    }

    /// The text, which ends with a new line; takes as long as it takes to read the debug information.
    func text() -> String {
        let stacks = Array(Set(found.map(\.addresses) + threads.map(\.addresses)))
        let calls = Dictionary(
            uniqueKeysWithValues: zip(
                stacks, Symbolizer.symbolize(stacks: stacks).map(GoroutineDump.ofInterest)))
        var (groups, places): ([Group], [Key: Int]) = ([], [:])
        for (resident, addresses) in found {
            let key = Key(
                calls: calls[addresses] ?? Calls(), site: resident.site, subject: resident.subject?.kind)
            if let place = places[key] {
                groups[place].residents.append(resident)
            } else {
                places[key] = groups.count
                groups.append(Group(calls: key.calls, residents: [resident]))
            }
        }
        let goroutines = groups.isEmpty ? ["no goroutines\n"] : groups.map(GoroutineDump.text)
        let others = threads.compactMap { GoroutineDump.text(of: $0, calls[$0.addresses] ?? Calls()) }
        return (goroutines + others).joined(separator: "\n")
    }

    /// Nil for one that is in no call of the program, such as a worker that has nothing to do.
    private static func text(of thread: ParkedThread, _ calls: Calls) -> String? {
        guard calls.isOfProgram else { return nil }
        var lines = ["\(thread.title) [\(thread.condition)]:"] + calls.lines.map { "    \($0)" }
        if let subject = thread.subject { lines.append("waits \(subject)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(of group: Group) -> String {
        var lines = group.residents.prefix(listed).map { resident in
            "goroutine \(resident.id)\(resident.name.map { " \"\($0)\"" } ?? "") [\(resident.condition)]:"
        }
        if group.residents.count > listed {
            lines.append("and \(group.residents.count - listed) more like them:")
        }
        lines += group.calls.lines.map { "    \($0)" }
        if group.calls.lines.isEmpty, group.residents.contains(where: \.hasBegun) {
            lines.append("    its stack could not be read")
        }
        if let subject = WaitSubject.union(group.residents.compactMap(\.subject)) {
            lines.append("waits \(subject)")
        }
        lines.append("created at \(group.residents[0].site)\n")
        return lines.joined(separator: "\n")
    }

    /// The program's calls, and the one that the innermost of them makes.
    private static func ofInterest(_ calls: [SymbolizedFrame]) -> Calls {
        let calls = calls.filter { !$0.isThunk }
        let isProgram = calls.map { FrameOwner(of: $0) == .program }
        guard let first = isProgram.firstIndex(of: true), let last = isProgram.lastIndex(of: true) else {
            return Calls(lines: calls.map(line))
        }
        return Calls(lines: calls[max(0, first - 1)...last].map(line), isOfProgram: true)
    }

    private static func line(_ call: SymbolizedFrame) -> String {
        guard let file = call.file else { return call.function }
        return "\(call.function) at \(file)\(call.line.map { ":\($0)" } ?? "")"
    }
}

extension Scheduler {
    /// All its goroutines and their stacks, as a text. From any thread, which waits meanwhile.
    package func dump() -> String {
        let text = Guarded(.watchdog, "")
        let asker = braid_thread_id()
        PlainThread(name: "braid-dump") {
            ThreadCall.awaitRest(ofThread: asker)
            let made = GoroutineDump(of: self).text()
            text.withLock { $0 = made }
        }.join()
        return text.withLock { $0 }
    }
}
