// Measuring › MeasuredProcess: a program run to its end and measured from outside, as a shell's `time` does it.
//
// What it prints goes into nameless files: nobody has to read along, so nothing but the program runs while it runs.

internal import Glibc

/// A program that has ended.
struct MeasuredProcess {
    enum Ending: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    let times: ProcessTimes
    let ending: Ending
    let output: String
    let errorOutput: String

    /// Runs a program and waits for its end. Blocks the calling thread.
    ///
    /// - Parameter command: the program, a path or a name to be found in PATH, and its arguments.
    init(running command: [String]) throws(CannotRun) {
        guard let output = CapturedOutput(), let errors = CapturedOutput() else {
            throw CannotRun(program: command[0], error: errno)
        }
        let start = ContinuousClock.now
        let process = try MeasuredProcess.start(command, output: output, errors: errors)
        var status: Int32 = 0
        var usage = rusage()
        // Safety: the kernel fills two variables of ours during the call.
        while unsafe wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw CannotRun(program: command[0], error: errno) }
        }
        times = ProcessTimes(usage, total: start.duration(to: .now))
        // The layout of a wait status, which C has macros for: the signal below, the exit code above.
        ending = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
        self.output = output.text
        errorOutput = errors.text
    }

    private static func start(
        _ command: [String], output: CapturedOutput, errors: CapturedOutput
    ) throws(CannotRun) -> pid_t {
        var process = pid_t()
        // Safety: actions and attributes are initialised, used by one call and destroyed; the words are ours and freed after the
        // call, which copies them, as it does the environment, which nobody changes.
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.descriptor, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors.descriptor, STDERR_FILENO)
        // Threads of a pool have every signal blocked, and a child would inherit that: a shell could wait for ever.
        var attributes = posix_spawnattr_t()
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = unsafe command.map { unsafe strdup($0) } + [nil]
        let error = unsafe posix_spawnp(&process, command[0], &actions, &attributes, &words, environ)
        unsafe words.forEach { unsafe free($0) }
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
        guard error == 0 else { throw CannotRun(program: command[0], error: error) }
        return process
    }
}

/// A program could not even be started.
struct CannotRun: Error, CustomStringConvertible {
    let program: String
    /// What C calls `errno`.
    let error: Int32

    /// Whether this machine does not have the program.
    var isMissing: Bool { error == ENOENT }

    var description: String { "cannot run \(program): \(systemMessage(error))" }
}

/// A nameless file that a process writes to and we read afterwards.
@safe
private final class CapturedOutput {
    // Safety: opened in `init`, closed in `deinit`, used by one thread.
    private let stream: UnsafeMutablePointer<FILE>

    init?() {
        // Safety: a new stream, which nobody else has.
        guard let stream = unsafe tmpfile() else { return nil }
        unsafe self.stream = unsafe stream
        // The process has it under the number of its standard output; the original is not for it.
        _ = unsafe fcntl(fileno(stream), F_SETFD, FD_CLOEXEC)
    }

    deinit {
        // Safety: as above.
        unsafe fclose(stream)
    }

    // Safety: the stream is open.
    var descriptor: Int32 { unsafe fileno(stream) }

    /// All that was written.
    var text: String {
        let length = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        // Safety: the kernel writes at most as many bytes as the buffer has room for.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            unsafe count = max(0, pread(descriptor, buffer.baseAddress, length, 0))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
