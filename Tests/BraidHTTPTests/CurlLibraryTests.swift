import CBraidCurl
import Glibc
import Testing

@testable import BraidHTTP

@Suite struct CurlLibraryTests {
    /// What the C target says about a library of that name; nil if it would do.
    private func complaint(about library: String) -> String? {
        var message = [CChar](repeating: 1, count: 256)
        // Safety: the call writes a terminated text of at most that size into our buffer.
        let isComplete = unsafe braid_curl_probe(library, &message, message.count)
        let text = unsafe message.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
        return isComplete ? nil : text
    }

    @Test func theLibraryOfThisMachineIsComplete() {
        #expect(complaint(about: "libcurl.so.4") == nil)
    }

    @Test func aMissingLibraryIsOneClearLine() throws {
        let message = try #require(complaint(about: "libnosuchcurl.so.4"))
        #expect(message.hasPrefix("cannot open libnosuchcurl.so.4: "))
        #expect(!message.contains("\n"))
    }

    @Test func aMissingFunctionIsNamed() {
        #expect(complaint(about: "libc.so.6") == "libc.so.6 has no function curl_global_init")
    }

    @Test func anOptionOfAnotherTypeIsRefused() throws {
        let easy = try EasyHandle(sockets: SocketWishes())
        var number: Int64 = 0
        // Safety: the handle is alive; the point is that libcurl never sees the wrong argument.
        let codes = unsafe [
            braid_curl_easy_set_long(easy.raw, BRAID_CURLOPT_URL, 1),
            braid_curl_easy_set_string(easy.raw, BRAID_CURLOPT_NOSIGNAL, "1"),
            braid_curl_easy_get_int64(easy.raw, BRAID_CURLINFO_EFFECTIVE_URL, &number),
        ]
        #expect(codes.allSatisfy { $0 == BRAID_CURLE_UNKNOWN_OPTION })
    }

    @Test func theFeaturesOfThisMachineAreRead() throws {
        let features = try LibraryFeatures.read()
        #expect(features.versionNumber >= 0x073e00)
        let major = features.versionNumber >> 16
        #expect(features.version.hasPrefix("\(major)."))
        #expect(features.tls != nil)
        #expect(features.asynchronousLookup)
    }

    @Test(
        .enabled("libcurl's header is not installed: our constants were not compared with it") {
            CurlLibraryTests.headerIsInstalled
        })
    func ourConstantsWereComparedWithLibcurlsHeader() {
        #expect(braid_curl_checked_against_headers())
    }

    /// Whether the header lies where Debian's and Fedora's packages put it.
    private static var headerIsInstalled: Bool {
        let folders = ["/usr/include", "/usr/include/x86_64-linux-gnu", "/usr/include/aarch64-linux-gnu"]
        // Safety: the path is a terminated string for the length of the call.
        return folders.contains { unsafe access("\($0)/curl/curl.h", R_OK) == 0 }
    }
}
