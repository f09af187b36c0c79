// Test support › SiblingProgram: a program that was built beside the tests, run as a process of its own.

internal import Glibc

package struct SiblingProgram {
    /// Everything it wrote, to standard output and standard error.
    package let output: String
    /// As a shell says it: 128 and the signal's number for one that died of a signal; 124 if it had to be ended.
    package let status: Int32

    /// Runs it to its end, with settings in its environment such as `BRAID_WORKERS=1`.
    package init(_ name: String, _ arguments: [String], environment: [String] = [], seconds: Int = 120) {
        let words = ["timeout", "\(seconds)", SiblingProgram.folder + "/" + name] + arguments
        let settings = ["SWIFT_BACKTRACE=enable=no"] + environment
        let command = (["env", "--default-signal"] + settings + words).map { "'\($0)'" }.joined(
            separator: " ")
        var output: [UInt8] = []
        // Threads that libdispatch has started, or their like, block most signals, and a child would inherit that.
        var (none, before) = (sigset_t(), sigset_t())
        // Safety: variables of ours.
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        // Safety: the stream is ours until it is closed; the texts outlive the calls.
        guard let stream = unsafe popen("exec 2>&1; (\(command)); echo \"status $?\"", "r") else {
            fatalError("no process")
        }
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        var byte = unsafe fgetc(stream)
        while byte != EOF {
            output.append(UInt8(truncatingIfNeeded: byte))
            byte = unsafe fgetc(stream)
        }
        unsafe pclose(stream)
        let text = String(decoding: output, as: UTF8.self)
        let last = text.split(separator: "\n").last { $0.hasPrefix("status ") }
        status = last.flatMap { Int32($0.dropFirst(7)) } ?? -1
        self.output = text
    }

    /// Where the tests' bundle lies.
    private static let folder: String = {
        let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }()
}
