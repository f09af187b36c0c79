// Command tests › Experiments: that each has its programs, and that they give what they should.

import Testing

@testable import BraidCommand

struct ExperimentsTests {
    @Test func namesAreDistinctAndFound() {
        #expect(Set(Experiments.names).count == Experiments.all.count)
        for experiment in Experiments.all {
            #expect(Experiments.named(experiment.name) == experiment)
            #expect(ExperimentName(argument: experiment.name)?.experiment == experiment)
        }
        #expect(ExperimentName(argument: "no-such-experiment") == nil)
    }

    @Test(arguments: Peer.allCases)
    func everyExperimentHasAProgramOfItsOwnForEachPeer(peer: Peer) {
        let sources = Experiments.all.map { $0.peers.source(for: peer) }
        #expect(Set(sources).count == Experiments.all.count)
        for source in sources {
            let text = String(decoding: source, as: UTF8.self)
            switch peer {
            case .python3: #expect(text.contains("import asyncio"))
            case .node: #expect(text.hasSuffix("main();\n"))
            case .go: #expect(text.contains("package main"))
            }
        }
    }

    @Test func everyModelAndEveryPeerIsAContestantOnce() {
        let names = Contestant.all.map(\.name)
        #expect(names.count == SwiftModel.allCases.count + Peer.allCases.count)
        #expect(Set(names) == Set(SwiftModel.allCases.map(\.rawValue) + Peer.allCases.map(\.rawValue)))
    }
}

struct MeasurementTests {
    private func outcome(
        of script: String, in experiment: any Experiment.Type
    ) throws -> Measurement.Outcome {
        Measurement.Outcome(try MeasuredProcess(running: ["sh", "-c", script]), of: experiment)
    }

    @Test func theNumberIsReadWhereAnExperimentTellsOne() throws {
        guard case .measured(_, let others) = try outcome(of: "echo 0.012", in: BlockingCall.self) else {
            Issue.record("not measured")
            return
        }
        #expect(others == 0.012)
    }

    @Test func aProgramThatDoesNotTellItsNumberHasFailed() throws {
        guard case .failed(let reason) = try outcome(of: "echo soon", in: BlockingCall.self) else {
            Issue.record("not failed")
            return
        }
        #expect(reason == "it did not say when the others were done")
    }

    @Test func whatOtherProgramsPrintDoesNotCount() throws {
        guard case .measured(_, nil) = try outcome(of: "echo page 1", in: AwaitHell.self) else {
            Issue.record("not measured")
            return
        }
    }

    @Test func anExitStatusIsAFailureWithTheFirstLineOfTheErrors() throws {
        guard case .failed(let reason) = try outcome(of: "echo no >&2; exit 3", in: AioSleep.self) else {
            Issue.record("not failed")
            return
        }
        #expect(reason == "exit status 3: no")
    }

    @Test func aSignalIsAFailure() throws {
        guard case .failed(let reason) = try outcome(of: "kill -KILL $$", in: AioSleep.self) else {
            Issue.record("not failed")
            return
        }
        #expect(reason == "killed by signal 9: ")
    }
}
