// Test support › ThreadNumber: which thread runs this.

internal import Glibc

/// The kernel's number of the calling thread, asked of the kernel each time. Not `pthread_self`, which is declared
/// constant: a compiler may keep that over a switch to another thread.
@inline(never)
package func threadNumber() -> String {
    var path = [CChar](repeating: 0, count: 64)
    // Safety: the kernel writes less than the array has.
    let length = unsafe readlink("/proc/thread-self", &path, 63)
    precondition(length > 0, "no /proc/thread-self")
    return String(decoding: path.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
