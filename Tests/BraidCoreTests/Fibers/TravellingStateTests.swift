@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TravellingStateTests {
    /// Without the first, every switch costs two calls of the runtime; without the second, nothing works at all.
    @Test func bothWordsAreFoundOnThisPlatform() async throws {
        try await onPlainThread {
            #expect(TravellingLayout.shared.openAccesses != nil)
            #expect(TravellingLayout.shared.taskLocals != nil)
            #expect(TravellingState(TravellingLayout.shared).carriesAccesses)
        }
    }

    @Test func whereTheListOfAccessesIsUnknownItIsMoved() async throws {
        try await onPlainThread {
            #expect(!TravellingState(Route.movedByTheRuntime.layout).carriesAccesses)
        }
    }

    @Test func aRuntimeWithUnknownTaskLocalsIsRefused() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                _ = TravellingState(TravellingLayout(openAccesses: nil, taskLocals: nil))
            }
        }
        #expect(death?.standardErrorContent.says("Braid does not know this Swift runtime") == true)
    }

    /// The words have the same place on every thread.
    @Test func anotherThreadFindsItsOwnWords() async throws {
        for _ in 0..<4 {
            try await onPlainThread { #expect(TravellingState(TravellingLayout.shared).carriesAccesses) }
        }
    }

    @Test func aNewGoroutineBindsNoTaskLocalOfItsCreator() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                Binding.$number.withValue(7) {
                    scheduler.runAll(1) { _ in #expect(Binding.number == 0) }
                    #expect(Binding.number == 7)
                }
            }
        }
    }
}

/// The two ways in which open accesses travel.
enum Route: CaseIterable, Sendable {
    case swappedAsAWord
    case movedByTheRuntime

    /// To be asked on a plain thread.
    var layout: TravellingLayout {
        var layout = TravellingLayout.shared
        if self == .movedByTheRuntime { layout.openAccesses = nil }
        return layout
    }
}

enum Binding {
    @TaskLocal static var number = 0
}
