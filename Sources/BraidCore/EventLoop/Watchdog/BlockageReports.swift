// Watchdog › BlockageReports: from a sampled stack to a report that a reader can act on.
//
// Symbolising takes longer than everything else here, and a loop that is blocked is often blocked by the same call
// again: what a stack came to is kept, for the last few stacks.

final class BlockageReports: Sendable {
    private struct Finding {
        let frames: [EventLoop.Blockage.Frame]
        var call: String?
        var callOwner: FrameOwner?
        var culprit: EventLoop.Blockage.Frame?
    }

    private let known = Guarded(.watchdog, [(addresses: [UInt64], finding: Finding)]())
    private static let mostKnown = 16

    /// A report; `sample` is nil if the stack could not be read.
    func report(_ sample: StackSample?, nanoseconds: UInt64) -> EventLoop.Blockage {
        let finding = finding(sample?.addresses ?? [])
        return EventLoop.Blockage(
            duration: .nanoseconds(Int64(clamping: nanoseconds)), isComputing: sample?.isComputing,
            frames: finding.frames, call: finding.call, culprit: finding.culprit,
            advice: Advice.instead(of: finding.call, by: finding.callOwner, isComputing: sample?.isComputing))
    }

    private func finding(_ addresses: [UInt64]) -> Finding {
        if let finding = known.withLock({ $0.first { $0.addresses == addresses }?.finding }) {
            return finding
        }
        let finding = BlockageReports.find(in: Symbolizer.symbolize(addresses))
        known.withLock { known in
            known.append((addresses, finding))
            if known.count > BlockageReports.mostKnown { known.removeFirst() }
        }
        return finding
    }

    /// The culprit is the program's innermost function with a known line, or without one if there is none with; the
    /// call is what it calls.
    private static func find(in symbolized: [SymbolizedFrame]) -> Finding {
        let calls = symbolized.filter { !$0.isThunk }
        let owners = calls.map { FrameOwner(of: $0) }
        let frames = zip(calls, owners).map { call, owner in
            EventLoop.Blockage.Frame(
                function: call.function, file: call.file, line: call.line, isProgram: owner == .program)
        }
        let place =
            frames.firstIndex { $0.isProgram && $0.line != nil } ?? frames.firstIndex(where: \.isProgram)
        guard let place else {
            return Finding(frames: frames, call: frames.first?.function, callOwner: owners.first)
        }
        guard place > 0 else { return Finding(frames: frames, culprit: frames[0]) }
        return Finding(
            frames: frames, call: frames[place - 1].function, callOwner: owners[place - 1],
            culprit: frames[place])
    }
}
