// Command tests › Workshop: files that are there, and then are gone.

import Glibc
import Testing

@testable import BraidCommand

struct WorkshopTests {
    @Test func filesAreRunnableWhileTheWorkshopLastsAndGoneAfterwards() throws {
        var workshop: Workshop? = try Workshop()
        let file = try #require(try workshop?.write(Array("echo from a file".utf8), as: "program.sh"))
        let byAnother = try #require(workshop?.path("made by another"))
        #expect(try MeasuredProcess(running: ["sh", file]).output == "from a file\n")
        _ = try MeasuredProcess(running: ["touch", byAnother])
        #expect(exists(byAnother))
        workshop = nil
        #expect(!exists(file))
        #expect(!exists(byAnother))
        #expect(!exists(String(file.dropLast("/program.sh".count))))
    }

    private func exists(_ path: String) -> Bool {
        // Safety: the text outlives the call.
        unsafe access(path, F_OK) == 0
    }
}
