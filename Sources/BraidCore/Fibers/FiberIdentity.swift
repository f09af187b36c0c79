// Fibers › FiberIdentity: who a fiber is, written down as plain C data.
//
// A goroutine that overflows its stack is named by a signal handler, which can run nothing of Swift's: no string, no
// enumeration, nothing that might allocate. So what it prints is prepared when a launch gets its stack: a few stores,
// and a copy of the name where there is one. Reports about goroutines that run elsewhere read the same data: see
// braid_glimpse.h for the order that it is written in.

internal import CBraidShims

extension FiberRecord {
    /// Writes down where it lives, which is the same for all goroutines that take its stack over.
    @inline(__always)
    mutating func describe(_ stack: Stack) {
        // Safety: the stack outlives the record.
        unsafe identity.stack = stack.base.assumingMemoryBound(to: CChar.self)
        unsafe identity.stack_size = stack.size
        unsafe identity.guard_size = stack.guardSize
    }

    /// Writes down whose record this is now. Called once more when another goroutine takes the stack over.
    @inline(__always)
    mutating func introduce(_ launch: UnsafeMutablePointer<Launch>) {
        // The launch comes first, for those who look on.
        HardwareMemory.compilerBarrier()
        // Safety: the launch is the caller's; the name is copied.
        unsafe identity.site = launch.pointee.site.word
        unsafe identity.name_length = 0
        if let name = unsafe launch.pointee.name { setName(name) }
        unsafe braid_fiber_set_id(&identity, launch.pointee.id)
    }

    @inline(never)
    private mutating func setName(_ name: consuming String) {
        name.withUTF8 { bytes in
            // Safety: the bytes are read during the call only.
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe braid_fiber_set_name(&identity, bytes.baseAddress, bytes.count)
            }
        }
    }
}
