// Ordering › NodeOrder: does a program log here what its JavaScript twin logs in node?
//
// `Programs` has the twins and, beside them, what node printed (`regenerate` runs them again). A test is named after its
// program and says the same in Swift, statement for statement.

import BraidPromises
import BraidTestSeeds
import Foundation
import Testing

/// A reason for a rejection, where the JavaScript program uses a string.
struct Reason: Error, CustomStringConvertible, Equatable {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Runs a program in virtual time for 20 seeds, and on a loop with a thread and a clock of its own, and compares the logs
/// with node's.
///
/// - Parameter isTimed: whether the order rests on how long things take, which only virtual time can promise.
func expectNodeOrder(
    _ program: String, isTimed: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @escaping @Sendable (Log) throws -> Void
) async throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs/\(program).log")
    let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let lines =
        if isTimed {
            try await logged(body)
        } else {
            try await sameBothWays { try linesOfLoop(body) }
        }
    #expect(lines == expected, sourceLocation: sourceLocation)
}

/// Logs every tick, so that the log shows at which one something else happens.
func logTicks(_ count: Int, _ log: Log) {
    var ruler = Promise.resolve()
    for tick in 1...count { ruler = ruler.then { log(tick) } }
}

/// Calls what it is made of when a promise follows it: a JavaScript object with a method `then`.
struct ClosureThenable<Value>: Thenable {
    let whenFollowed: (Resolve<Value>, Reject) throws -> Void

    func subscribe(_ resolve: Resolve<Value>, _ reject: Reject) throws {
        try whenFollowed(resolve, reject)
    }
}

/// A promise that settles after a time.
func later<Value: Sendable>(_ value: Value, _ delay: Duration) -> Promise<Value> {
    Promise { resolve, _ in setTimeout(delay) { resolve(value) } }
}

/// A promise that fails after a time.
func failing<Value>(_ reason: String, _ delay: Duration, as type: Value.Type = String.self) -> Promise<Value>
{
    Promise { _, reject in setTimeout(delay) { reject(Reason(reason)) } }
}
