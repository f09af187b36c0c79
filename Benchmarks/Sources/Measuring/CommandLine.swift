// Measuring › Command line: `bench WORKLOAD N [URL]`, one line of JSON on standard output.
//
// Exit status 0 for a measurement, 1 for work that went wrong, 2 for a command line that makes no sense, 3 for a
// workload that this peer does not have.

internal import Glibc

/// The program that every Swift peer is.
public enum Bench {
    /// Does what the command line asks for, and ends the process.
    public static func main(peer: String, workloads: [Workload]) -> Never {
        let arguments = CommandLine.arguments.dropFirst()
        guard (2...3).contains(arguments.count), let name = arguments.first else {
            let names = workloads.map(\.name).joined(separator: " ")
            end(2, "usage: bench WORKLOAD N [URL]\nworkloads: \(names)")
        }
        guard let workload = workloads.first(where: { $0.name == name }) else {
            end(3, "\(peer) has no workload \(name)")
        }
        guard let count = Int(arguments[2]), count > 0 else {
            end(2, "\(arguments[2]) is not a number of operations")
        }
        do {
            let request = Workload.Request(count: count, url: arguments.count == 3 ? arguments[3] : nil)
            let measurement = try workload.measure(request)
            print(measurement.line(peer: peer, workload: name, count: count))
            // Not `return`: goroutines that are parked for ever must not keep the process.
            exit(0)
        } catch {
            end(1, "\(peer) \(name): \(error)")
        }
    }

    private static func end(_ status: Int32, _ message: String) -> Never {
        writeError(message)
        exit(status)
    }

    /// Writes a line to standard error, at once.
    public static func writeError(_ line: String) {
        var text = line + "\n"
        // Safety: the bytes are those of the string, during the call.
        text.withUTF8 { bytes in _ = unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
