// HTML tests › XMLLibrary: is libxml2 what we have declared it to be?

import BraidTesting
import CBraidXML
import Foundation
import Testing

@testable import BraidHTML

@Suite struct XMLLibraryTests {
    /// What the C target says about a library of that name; nil if it would do.
    private func complaint(about library: String) -> String? {
        var message = [CChar](repeating: 1, count: 256)
        // Safety: the call writes a terminated text of at most that size into our buffer.
        let isComplete = unsafe braid_xml_probe(library, &message, message.count)
        let text = unsafe message.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
        return isComplete ? nil : text
    }

    @Test func theLibraryOfThisMachineIsComplete() {
        #expect(complaint(about: "libxml2.so.2") == nil || complaint(about: "libxml2.so.16") == nil)
        // Safety: a constant string or none.
        #expect(unsafe braid_xml_load() == nil)
    }

    @Test func aMissingLibraryIsOneClearLine() throws {
        let message = try #require(complaint(about: "libnosuchxml.so.2"))
        #expect(message.hasPrefix("cannot open libnosuchxml.so.2: "))
        #expect(!message.contains("\n"))
    }

    @Test func aMissingFunctionIsNamed() {
        #expect(complaint(about: "libc.so.6") == "libc.so.6 has no function xmlInitParser")
    }

    /// An ordinary build does not look where the headers are; a constant or a structure that differs does not compile.
    @Test(
        .enabled("libxml2's headers are not installed: our declarations were not compared with them") {
            headers != nil
        })
    func ourDeclarationsAreThoseOfTheHeaders() async throws {
        let package = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in
            folder.deletingLastPathComponent()
        }
        let folder = package.appending(path: "Sources/CBraidXML").path()
        let headers = try #require(XMLLibraryTests.headers)
        let arguments = [
            "-fsyntax-only", "-DBRAID_XML_COMPARES", "-I\(folder)/include", "\(folder)/HeaderCheck.c",
        ]
        let statuses = try await onPlainThread {
            [
                try exitStatus(of: "clang", ["-I\(headers)"] + arguments),
                // Without the headers nothing would be compared, and the compiler says so.
                try exitStatus(of: "clang", arguments),
            ]
        }
        #expect(statuses == [0, 1])
    }

    /// The folder of the headers, where Debian's and Fedora's packages put it.
    private static var headers: String? {
        ["/usr/include/libxml2"].first { FileManager.default.isReadableFile(atPath: "\($0)/libxml/xpath.h") }
    }
}

/// Runs a program that is on the path, its output thrown away.
private func exitStatus(of program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
}
