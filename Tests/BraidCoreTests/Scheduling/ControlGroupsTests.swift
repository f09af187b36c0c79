@testable import BraidCore
import BraidTestSupport
import Glibc
import Testing

@Suite struct ControlGroupsTests {
    private func limit(_ files: [String: String]) -> Int? {
        ControlGroups { files[$0] }.processorLimit
    }

    @Test func withoutControlGroupsThereIsNoLimit() {
        #expect(limit([:]) == nil)
        #expect(limit(["/proc/self/cgroup": ""]) == nil)
        #expect(limit(["/proc/self/cgroup": "garbage\n0:\n::\n"]) == nil)
    }

    @Test func aGroupWithoutALimitIsNoLimit() {
        #expect(
            limit([
                "/proc/self/cgroup": "0::/user.slice\n",
                "/sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
            ]) == nil)
    }

    @Test(arguments: [
        ("200000 100000\n", 2), ("150000 100000\n", 2), ("100001 100000\n", 2), ("100000 100000\n", 1),
        ("50000 100000\n", 1), ("1000 100000\n", 1), ("400000 50000\n", 8), ("6400000 100000", 64),
    ])
    func aLimitIsRoundedUp(maximum: String, processors: Int) {
        let files = ["/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/cpu.max": maximum]
        #expect(limit(files) == processors)
    }

    @Test(arguments: ["", "\n", "100000\n", "0 100000\n", "-1 100000\n", "100000 0\n", "a b\n", "1 2 3\n"])
    func aFileThatMakesNoSenseIsNoLimit(maximum: String) {
        let files = ["/proc/self/cgroup": "0::/a\n", "/sys/fs/cgroup/a/cpu.max": maximum]
        #expect(limit(files) == nil)
    }

    @Test func theStrictestOfTheGroupsAboveCounts() {
        #expect(
            limit([
                "/proc/self/cgroup": "0::/system.slice/docker-12.scope/inner\n",
                "/sys/fs/cgroup/system.slice/docker-12.scope/inner/cpu.max": "800000 100000\n",
                "/sys/fs/cgroup/system.slice/docker-12.scope/cpu.max": "300000 100000\n",
                "/sys/fs/cgroup/system.slice/cpu.max": "max 100000\n",
            ]) == 3)
    }

    /// In a container with a namespace of its own, its group is the root.
    @Test func theRootIsAskedToo() {
        let root = ["/sys/fs/cgroup/cpu.max": "200000 100000\n"]
        #expect(limit(root.merging(["/proc/self/cgroup": "0::/\n"]) { $1 }) == 2)
        #expect(limit(root.merging(["/proc/self/cgroup": "0::/docker/0a1b\n"]) { $1 }) == 2)
        #expect(limit(root.merging(["/proc/self/cgroup": "0::/../other\n"]) { $1 }) == 2)
    }

    @Test func versionOneHasTwoFiles() {
        let membership = "5:memory:/m\n4:cpuset:/s\n2:cpu,cpuacct:/docker/7\n1:name=systemd:/\n"
        #expect(
            limit([
                "/proc/self/cgroup": membership,
                "/sys/fs/cgroup/cpu/docker/7/cpu.cfs_quota_us": "250000\n",
                "/sys/fs/cgroup/cpu/docker/7/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            ]) == 3)
        #expect(
            limit([
                "/proc/self/cgroup": membership,
                "/sys/fs/cgroup/cpu,cpuacct/docker/7/cpu.cfs_quota_us": "100000\n",
                "/sys/fs/cgroup/cpu,cpuacct/docker/7/cpu.cfs_period_us": "50000\n",
            ]) == 2)
    }

    @Test func halfWayBetweenTheVersionsBothAreAsked() {
        #expect(
            limit([
                "/proc/self/cgroup": "3:cpu:/a\n0::/b\n",
                "/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us": "500000\n",
                "/sys/fs/cgroup/cpu/a/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/unified/b/cpu.max": "400000 100000\n",
            ]) == 4)
    }

    @Test func aPathMayContainColons() {
        #expect(
            ControlGroups.memberships(in: "0::/a:b/c:d\n")
                == [ControlGroups.Membership(version: .two, path: "/a:b/c:d")])
    }

    @Test func otherControllersAreNoProcessors() {
        #expect(ControlGroups.memberships(in: "3:cpuset:/x\n2:cpuacct:/y\n1:name=cpu:/z\n").isEmpty)
    }

    @Test func affinityIsHonoured() async {
        await #expect(processExitsWith: .success) {
            guard keepOneProcessor() else { exit(2) }
            guard Processors.available == 1 else { exit(1) }
        }
    }

    @Test func theEnvironmentWins() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_WORKERS", "5")
            guard Scheduler.shared.workerTarget == 5 else { exit(1) }
        }
    }
}

/// From now on this process uses one processor of those that it may use. Glibc's module hides the calls.
private func keepOneProcessor() -> Bool {
    typealias Call = @convention(c) (pid_t, Int, UnsafeMutablePointer<UInt64>?) -> Int32
    var processors = [UInt64](repeating: 0, count: 16)
    // Safety: the functions of these names, with their types; the array has the size that is given.
    let ask = unsafe unsafeBitCast(dlsym(nil, "sched_getaffinity"), to: Call.self)
    let demand = unsafe unsafeBitCast(dlsym(nil, "sched_setaffinity"), to: Call.self)
    guard unsafe ask(0, 128, &processors) == 0, let word = processors.firstIndex(where: { $0 != 0 }) else {
        return false
    }
    let first = processors[word] & ~(processors[word] - 1)
    processors = [UInt64](repeating: 0, count: 16)
    processors[word] = first
    return unsafe demand(0, 128, &processors) == 0
}
