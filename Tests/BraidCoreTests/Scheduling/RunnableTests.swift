@testable import BraidCore
import BraidTestSupport
import Testing

@Suite struct RunnableTests {
    @Test func aLaunchComesBackAsItWasPutIn() {
        let launch = Launch(
            id: 7, name: "seven", site: CreationSite(fileID: "a/b.swift", line: 3), stackSize: 1 << 16,
            body: nil)
        guard case .launch(let taken) = Runnable.launch(launch).take() else {
            Issue.record("a launch became something else")
            return
        }
        #expect(taken.id == 7 && taken.name == "seven" && taken.stackSize == 1 << 16)
        #expect(taken.site.description == "a/b.swift:3")
    }

    @Test func takingItReleasesWhatItHeld() {
        let census = Census()
        do {
            let citizen = census.citizen()
            let launch = Launch(
                id: 1, name: nil, site: CreationSite(fileID: #fileID, line: #line), stackSize: 0,
                body: { withExtendedLifetime(citizen) {} })
            _ = Runnable.launch(launch).take()
        }
        #expect(census.living == 0)
    }
}
