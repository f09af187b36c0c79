// BraidSite › DemonstrationSite: a few pages on this machine, for the command without addresses, the examples, tests.
//
// Served by a thread for each connection, which blocks: so nothing of Braid's is on both sides of the experiment. It was
// FlyingFox's job, until Foundation, which came with it, was found to take half of the time that the command needs to
// start, and to load libcurl with all its libraries even where it is not used.

internal import BraidCore
internal import Glibc

/// A small web site on the loopback interface, serving from `init` until the process ends.
public struct DemonstrationSite: Sendable {
    /// Where it is, without the final slash: `http://127.0.0.1:` and the port that the system gave.
    public let origin: String

    /// The address of each page of the catalogue, in its order.
    public var addresses: [String] { SitePage.catalogue.map { origin + $0.path } }

    /// Starts to serve. The site can be fetched when this returns.
    ///
    /// - Throws: `SiteFailure` if no port can be had.
    public init() throws {
        let (listener, port) = try DemonstrationSite.listen()
        let thread = PlainThread(ifPossible: "braid-site") {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    // Nobody can be served before another connection ends; an accept that was interrupted is repeated.
                    if errno == EMFILE || errno == ENFILE { usleep(10_000) }
                    continue
                }
                let visitor = SiteVisitor(connection)
                let isServed = PlainThread(ifPossible: "braid-site-visitor") { visitor.serve() } != nil
                if !isServed { visitor.leave() }
            }
        }
        guard thread != nil else { throw SiteFailure("no thread", EAGAIN) }
        origin = "http://127.0.0.1:\(port)"
    }

    private static func listen() throws -> (listener: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw SiteFailure("no socket", errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safety: the address is ours for the length of the closure, and of the size that is given.
        let isNamed = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, size) == 0 && getsockname(listener, address, &size) == 0
            }
        }
        guard isNamed, Glibc.listen(listener, SOMAXCONN) == 0 else {
            let error = errno
            close(listener)
            throw SiteFailure("no port", error)
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}

/// Why the site cannot be served.
public struct SiteFailure: Error, CustomStringConvertible {
    /// One line for a reader.
    public let description: String

    fileprivate init(_ what: String, _ error: Int32) {
        // Safety: strerror's answer is copied at once.
        description = unsafe "cannot serve on this machine: \(what): \(String(cString: strerror(error)))"
    }
}
