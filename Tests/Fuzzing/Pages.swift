// Fuzzing › Pages: what libFuzzer calls with each page that it has made up.

/// Stops the process, with the reason, if a promise is broken.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let complaint = FuzzedPage(input).complaint() { fatalError(complaint) }
    return 0
}
