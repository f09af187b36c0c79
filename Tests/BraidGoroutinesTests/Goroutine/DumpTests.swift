import BraidTestSupport
import BraidTesting
import Testing

/// Of a small program: the symboliser reads all debug information there is, and this bundle has a great deal.
@Suite struct DumpTests {
    private static func dump() async throws -> [String] {
        let program = try await onPlainThread { SiblingProgram("BraidAsleep", ["a dump"]) }
        #expect(program.status == 0, "\(program.output)")
        return program.output.split(separator: "\n\n").map(String.init)
    }

    @Test func everybodyIsListedWithCallsLinesAndOrigin() async throws {
        let parts = try await Self.dump()
        let part = { (name: String) in parts.first { $0.contains("\"\(name)\" [") } ?? "\(name): \(parts)" }

        let reader = part("deep reader")
        #expect(reader.contains("[channel receive]:"), "\(reader)")
        #expect(reader.contains("Channel.receive()"), "\(reader)")
        #expect(reader.contains("readDeeply"), "\(reader)")
        #expect(reader.contains("Others.swift:"), "\(reader)")
        #expect(reader.contains("created at BraidAsleep/Others.swift:"), "\(reader)")
        // The lines of two calls, which the program knows.
        let lines = parts.first?.split { !$0.isNumber }.map(String.init) ?? []
        #expect(lines.count == 2 && reader.contains("Others.swift:\(lines[0])"), "\(lines): \(reader)")

        // The compiler has made the call.
        let loop = part("loop reader")
        #expect(loop.contains("readInALoop"), "\(loop)")
        #expect(lines.count == 2 && loop.contains("Others.swift:\(lines[1])"), "\(lines): \(loop)")

        // Two that wait in one place for descriptors of their own.
        let descriptors = parts.filter { $0.contains("readWhenReady") }
        #expect(descriptors.count == 1, "\(parts)")
        #expect(descriptors.first?.contains("\nwaits to read from descriptors ") == true, "\(descriptors)")

        // Its thread waits in the kernel, and its stack is read nevertheless.
        let blocked = part("blocked reader")
        #expect(blocked.contains("[running]:"), "\(blocked)")
        #expect(blocked.contains("readOneByte"), "\(blocked)")

        // So is one that computes, but for ThreadSanitizer, which delays the signal.
        if !isSanitized {
            let computing = part("computing")
            #expect(computing.contains("[running]:"), "\(computing)")
            #expect(computing.contains("computeForEver() at "), "\(computing)")
            #expect(computing.contains("created at BraidAsleep/Others.swift:"), "\(computing)")
        }

        // The main thread waits for one of them.
        let main = parts.first { $0.hasPrefix("main thread [WaitGroup.wait]:") } ?? "\(parts)"
        #expect(main.contains("waits on the WaitGroup made at BraidAsleep/Others.swift:4713"), "\(main)")
        #expect(main.contains("WaitGroup.wait()") && main.contains("waitOnTheMainThread"), "\(main)")
        // Workers that have nothing to do wait too, for nobody of the program.
        #expect(!parts.contains { $0.hasPrefix("thread ") }, "\(parts)")

        // The one that asked is there too, with the call that it made.
        let asking = part("asking")
        #expect(asking.contains("[running]:") && asking.contains("Goroutine.dump()"), "\(asking)")

        // Many in one place are one entry.
        let many = parts.filter { $0.contains("waitTogether") }
        #expect(many.count == 1, "\(parts)")
        #expect(many.first?.contains("waits on the channel made at BraidAsleep/Others.swift:4714") == true)
        #expect(many.first?.contains("and 15 more like them:") == true, "\(many)")
        #expect(many.first?.split(separator: "\n").filter { $0.hasSuffix("[channel receive]:") }.count == 10)
    }
}
