// HTML tests › Corpus: what the fuzzer has kept, replayed: inputs that reach each part of the code, and every finding.

import BraidTesting
import Foundation
import Testing

@testable import BraidHTML

@Suite struct CorpusTests {
    /// The inputs of one kind, by their names.
    private static func inputs(_ kind: String) throws -> [(name: String, bytes: [UInt8])] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.deletingLastPathComponent().appending(path: "Fuzzing/Corpus/\(kind)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            ($0.lastPathComponent, Array(try Data(contentsOf: $0)))
        }
    }

    @Test func everyPageOfTheCorpusKeepsItsPromises() async throws {
        let inputs = try Self.inputs("pages")
        #expect(inputs.count >= 20)
        for input in inputs {
            let complaint = FuzzedPage(input.bytes).complaint()
            #expect(complaint == nil, "Tests/Fuzzing/Corpus/pages/\(input.name)")
        }
    }

    @Test func everyExpressionOfTheCorpusKeepsItsPromises() async throws {
        let complaints = try await onPlainThread {
            let inputs = try Self.inputs("expressions")
            #expect(inputs.count >= 20)
            return inputs.compactMap { input in
                FuzzedExpression(input.bytes).complaint().map { "expressions/\(input.name): \($0)" }
            }
        }
        #expect(complaints == [])
    }
}
