// HTTP tests › TestProcess: another program, for what a test cannot be itself (a TLS server).

import Glibc

/// A child process, ended when it is released.
final class TestProcess {
    private let process: pid_t
    private let output: Int32
    /// Nothing is ever written to it: its end tells the child that this process is gone.
    private let input: Int32
    private var ended = false

    /// The path of a program, if this machine has it.
    static func find(_ program: String) -> String? {
        // Safety: the string is terminated, and copied before anyone changes the environment.
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        // Servers lie where not every user looks.
        let folders = path.split(separator: ":") + ["/usr/sbin"]
        return folders.map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Starts a program, its standard output connected to `readLine`, its errors dropped.
    init(_ program: String, _ arguments: [String]) {
        let input = TestProcess.pipe()
        let output = TestProcess.pipe()
        var process = pid_t()
        // Safety: the actions are initialised, used by one call and destroyed; the argument strings are
        // ours and freed after the call, which copies them.
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, input.read, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let code = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
        unsafe words.forEach { unsafe free($0) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        close(input.read)
        close(output.write)
        precondition(code == 0, "cannot start \(program)")
        self.process = process
        self.input = input.write
        self.output = output.read
    }

    deinit {
        close(input)
        close(output)
        guard !ended else { return }
        kill(process, SIGKILL)
        _ = wait()
    }

    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        // Safety: the system writes two descriptors into an array of two.
        precondition(unsafe Glibc.pipe(&ends) == 0, "no pipe")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// The next line that it prints, without its end; nil if it prints no more.
    func readLine() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        // Safety: the system writes one byte into our variable.
        while unsafe read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Waits for its end; whether it ended well.
    func wait() -> Bool {
        var status: Int32 = 0
        // Safety: the system writes the status into our variable.
        let waited = unsafe waitpid(process, &status, 0)
        ended = true
        return waited == process && status == 0
    }
}

/// A folder that is removed when it is released.
final class TemporaryFolder {
    /// Its path.
    let path: String

    init() {
        var template = Array("/tmp/braid-http-XXXXXX".utf8CString)
        // Safety: the template is terminated, and the call changes only its last letters.
        precondition(unsafe mkdtemp(&template) != nil, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let remove = TestProcess.find("rm") { _ = TestProcess(remove, ["-rf", path]).wait() }
    }

    /// Writes a file and returns its path.
    func write(_ name: String, _ text: String) -> String {
        let file = "\(path)/\(name)"
        // Safety: the path is a terminated string for the length of the call.
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0, "cannot write \(file)")
        let bytes = Array(text.utf8)
        // Safety: the system reads from our array, of the count that is given.
        precondition(unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "cannot write")
        close(descriptor)
        return file
    }
}
