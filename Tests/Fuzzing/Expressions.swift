// Fuzzing › Expressions: what libFuzzer calls with each expression and page that it has made up.

/// Stops the process, with the reason, if a promise is broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let complaint = FuzzedExpression(input).complaint() { fatalError(complaint) }
    return 0
}
