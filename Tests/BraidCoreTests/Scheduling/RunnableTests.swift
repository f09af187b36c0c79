import BraidTestSupport
import Testing

@testable import BraidCore

@Suite struct RunnableTests {
    /// Memory with a launch in it, to be emptied and freed by the test.
    private func memory(_ name: String?, body: LaunchBody) -> UnsafeMutablePointer<Launch> {
        // Safety: freed by the test.
        let memory = UnsafeMutablePointer<Launch>.allocate(capacity: 1)
        let site = CreationSite(fileID: "a/b.swift", line: 3)
        unsafe memory.initialize(
            to: Launch(
                id: 7, name: name, site: site, stackSize: 1 << 16, listener: nil, group: .none,
                body: body))
        return unsafe memory
    }

    @Test func aLaunchComesBackAsItWasPutIn() {
        // Safety: the launch is taken, so it is the test's again.
        guard let taken = unsafe Runnable.launch(memory("seven", body: LaunchBody {})).launch else {
            Issue.record("a launch became something else")
            return
        }
        let launch = unsafe taken.move()
        unsafe taken.deallocate()
        let (id, name, site, size) = (launch.id, launch.name, launch.site, launch.stackSize)
        #expect(id == 7 && name == "seven" && size == 1 << 16)
        #expect(site.description == "a/b.swift:3")
        launch.forgetName()
    }

    @Test func nothingIsNeitherAFiberNorALaunch() {
        #expect(Runnable.none.isNone)
        #expect(Runnable.none.fiber == nil)
        // Safety: compares with nothing only.
        #expect(unsafe Runnable.none.launch == nil)
    }
}
