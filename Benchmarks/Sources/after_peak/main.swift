// After a peak: what many parked goroutines take, and what is left of it when they have gone.
//
//     swift run -c release --package-path Benchmarks after_peak
//
// Each row is a crowd that waits at one channel, and is woken. What the process occupies, page tables included, is read
// before, while all wait, and every second after the last has gone, until it does not fall any more.

import BraidGoroutines
import Measuring

/// Bytes for each of so many.
func each(_ bytes: Int, of count: Int) -> String { "\(Int((Double(bytes) / Double(count)).rounded()))" }

func mebibytes(_ bytes: Int) -> String { "\((Double(bytes) / 104_857.6).rounded() / 10)" }

/// How long without a change is taken for the end of it, in seconds.
let patience = 5

/// What is left, and after how many seconds.
func settled(from occupied: Int) -> (seconds: Int, bytes: Int) {
    var (lastChange, least) = (0, occupied)
    for second in 1...120 {
        sleep(.seconds(1))
        let now = ProcessMemory.occupiedBytes
        if least - now > 1 << 20 { (lastChange, least) = (second, now) }
        if second - lastChange == patience { break }
    }
    return (lastChange, least)
}

func row(_ count: Int) throws {
    let before = ProcessMemory.occupiedBytes
    let (gate, group, waiting) = (Channel<Void>(), WaitGroup(), Channel<Void>(capacity: count))
    for _ in 0..<count {
        group.go {
            try? waiting.send(())
            _ = gate.receive()
        }
    }
    for _ in 0..<count { _ = waiting.receive() }
    let peak = ProcessMemory.occupiedBytes
    try gate.close()
    group.wait()
    let (seconds, left) = settled(from: ProcessMemory.occupiedBytes)
    print(
        "| \(count) | \(mebibytes(peak - before)) | \(each(peak - before, of: count)) | "
            + "\(mebibytes(left - before)) | \(seconds) |")
}

print("| goroutines | MiB while they wait | bytes for each | MiB afterwards | within s |")
print("|---|---|---|---|---|")
for count in [10_000, 100_000, 300_000, 1_000_000] { try row(count) }
