// Scheduling › ControlGroups: how much processor time the kernel lets this process have.
//
// A process is in one group of the unified hierarchy (version 2), or in one of each controller's hierarchy (version 1),
// or in both on a machine that is half way. A limit on any group above counts as much as one on its own, so all up to
// the root are asked.
//
// Inside a container the file system may show the container's own group as the root while /proc/self/cgroup still says
// where it is on the host. Such a path does not exist here; the walk upwards ends at the root, which is the right group.
//
// Nothing here reads a file: what files contain is given, so that tests give what they like.

struct ControlGroups {
    /// The contents of a file, by its path; nil if there is none.
    private let read: (String) -> String?

    init(reading read: @escaping (String) -> String?) {
        self.read = read
    }

    /// How many processors the strictest limit comes to, rounded up, at least 1. Nil without a limit.
    var processorLimit: Int? {
        guard let membership = read("/proc/self/cgroup") else { return nil }
        let shares = ControlGroups.memberships(in: membership).flatMap { group in
            ControlGroups.ancestors(of: group.path).compactMap { share(of: group.version, at: $0) }
        }
        return shares.min().map { max(1, Int($0.rounded(.up))) }
    }

    enum Version {
        case one
        case two
    }

    struct Membership: Equatable {
        let version: Version
        let path: String
    }

    /// The groups that can limit processor time, from /proc/self/cgroup: lines of `number:controllers:path`.
    static func memberships(in text: String) -> [Membership] {
        text.split(separator: "\n").compactMap { line in
            // A path may contain colons.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            let path = String(fields[2])
            if fields[0] == "0", fields[1].isEmpty { return Membership(version: .two, path: path) }
            let hasProcessors = fields[1].split(separator: ",").contains("cpu")
            return hasProcessors ? Membership(version: .one, path: path) : nil
        }
    }

    /// A group and those above it, up to the root, which is the empty path.
    static func ancestors(of path: String) -> [String] {
        let names = path.split(separator: "/")
        // A group outside of what this process may see is written with dots; nothing is known about it but the root.
        if names.contains("..") { return [""] }
        return (0...names.count).reversed().map { length in
            names.prefix(length).map { "/" + $0 }.joined()
        }
    }

    private func share(of version: Version, at path: String) -> Double? {
        switch version {
        case .two:
            return ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].lazy
                .compactMap { read("\($0)\(path)/cpu.max") }.first
                .flatMap(ControlGroups.share(ofMaximum:))
        case .one:
            for root in ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"] {
                guard let quota = read("\(root)\(path)/cpu.cfs_quota_us"),
                    let period = read("\(root)\(path)/cpu.cfs_period_us")
                else { continue }
                return ControlGroups.share(quota: quota, period: period)
            }
            return nil
        }
    }

    /// From version 2's `cpu.max`: a quota, or `max`, and a period, in microseconds.
    static func share(ofMaximum text: String) -> Double? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2 else { return nil }
        return share(quota: String(words[0]), period: String(words[1]))
    }

    /// From version 1's two files: a quota, or -1, and a period, in microseconds.
    static func share(quota: String, period: String) -> Double? {
        let numbers = [quota, period].compactMap { text in
            text.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }
        }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        return Double(numbers[0]) / Double(numbers[1])
    }
}
