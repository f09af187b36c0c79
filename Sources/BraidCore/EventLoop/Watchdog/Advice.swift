// Watchdog › Advice: what to call instead of a call that blocks the loop.
//
// By the name of the function, without its arguments. The doors are named in words only: the core does not know them.

enum Advice {
    /// A sentence for the end of a report.
    static func instead(of call: String?, by owner: FrameOwner?, isComputing: Bool?) -> String {
        guard let call, isComputing == false else {
            return "Move the computation off the loop: `await toThread { … }`, or `go { … }`."
        }
        let name = baseName(call)
        if owner == .braid, name != "sleep" {
            return "Use the asynchronous form of the same name, in an `async` function: `await …`."
        }
        let advice = table.first { $0.names.contains(name) }?.advice
        return advice
            ?? "If there is no asynchronous form, move the call off the loop: `await toThread { … }`."
    }

    private static let table: [(names: Set<Substring>, advice: String)] = [
        (
            ["sleep", "usleep", "nanosleep", "clock_nanosleep", "thrd_sleep"],
            "Use the asynchronous sleep: `try await sleep(…)` of BraidAsyncio, or `setTimeout` of BraidPromises."
        ),
        (
            ["curl_easy_perform", "curl_multi_wait", "curl_multi_poll"],
            "Use the asynchronous client: `await client.get(…)`."
        ),
        (
            [
                "getaddrinfo", "gethostbyname", "open", "read", "pread", "write", "pwrite", "fread", "fwrite",
                "fgets",
                "getline", "getc", "fsync", "fdatasync", "recv", "recvfrom", "recvmsg", "accept", "accept4",
                "connect",
                "poll", "ppoll", "epoll_wait", "waitpid", "wait4", "system", "flock",
            ],
            "Wait for the descriptor with the loop's own poller, or move the call off the loop: `await toThread { … }`."
        ),
        (
            ["pthread_mutex_lock", "pthread_cond_wait", "pthread_join", "sem_wait", "wait"],
            "Do not wait for another thread on the loop: let that thread set a future, and `await` it."
        ),
    ]

    /// `sleep` of `static Thread.sleep(forTimeInterval:)`, of `sleep(_:) in BraidGoroutines`, of `__GI_sleep`.
    static func baseName(_ function: String) -> Substring {
        let beforeArguments = function.prefix { $0 != "(" && $0 != "<" }
        let words = beforeArguments.split(separator: " ")
        // "… in Module" follows the name where there are no arguments.
        let name =
            words.firstIndex(of: "in").flatMap { $0 > 0 ? words[$0 - 1] : nil } ?? words.last
            ?? beforeArguments
        let last = name.split(separator: ".").last ?? name
        var bare = last
        for prefix in ["___interceptor_", "__interceptor_", "__GI_", "__libc_", "__"]
        where bare.hasPrefix(prefix) {
            bare = bare.dropFirst(prefix.count)
        }
        return bare
    }
}
