// Test support › ChildProcess: what crash tests ask about the process that dies for them.

internal import Glibc

/// Whether this process was built with a sanitizer, which dies in its own way and makes everything slower.
package var isSanitized: Bool {
    // Safety: asks the dynamic linker for addresses that are only compared.
    unsafe dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil
}

/// Changes the environment: for child processes, which run nothing else.
package func setVariable(_ name: String, _ value: String?) {
    // Safety: no other thread of the child reads the environment now.
    if let value { unsafe setenv(name, value, 1) } else { unsafe unsetenv(name) }
}

extension [UInt8] {
    /// Whether what a child wrote contains `text`.
    package func says(_ text: String) -> Bool {
        String(decoding: self, as: UTF8.self).contains(text)
    }
}
