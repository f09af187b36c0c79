// What a caller must have done right, said to him in release builds too.

/// Stops the program with a message unless `condition` holds.
///
/// Swift's `precondition` stops it as well, but in an optimized build without a word, so that whoever made the mistake
/// would see an illegal instruction and no reason.
@inlinable
@inline(__always)
package func demand(
    _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
    file: StaticString = #fileID, line: UInt = #line
) {
    if !condition() { fatalError(message(), file: file, line: line) }
}
