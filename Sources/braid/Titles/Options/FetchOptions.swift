// Options › FetchOptions: how one page is fetched.

internal import ArgumentParser
internal import BraidHTTP
internal import HTTPTypes

struct FetchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The time for one page, redirects included.", valueName: "seconds"))
    var timeout = 30.0

    @Option(
        help: ArgumentHelp("The part of it until a connection stands, TLS included.", valueName: "seconds"))
    var connectTimeout = 10.0

    @Option(
        help: ArgumentHelp(
            "Give a page up when nothing has come for so long, even if it has more time.",
            valueName: "seconds"))
    var idleTimeout: Double?

    @Option(help: ArgumentHelp("The most bytes that a page may have, decompressed.", valueName: "bytes"))
    var maxBody = 16 << 20

    @Option(
        help: ArgumentHelp(
            "How many redirects to follow for one page; with 0 a redirect is a status like 404.",
            valueName: "n"))
    var maxRedirects = 10

    @Option(
        name: [.customShort("A"), .long],
        help: ArgumentHelp("What to call ourselves; empty for nothing.", valueName: "name"))
    var userAgent = "braid"

    @Option(
        name: [.customShort("H"), .customLong("header")],
        help: ArgumentHelp(
            "Send this field too, “Name: value”, or “Name;” for an empty one; may be given more than once. “User-Agent:” leaves that one out.",
            valueName: "field"),
        transform: HeaderField.init)
    var headers: [HeaderField] = []

    @Option(
        name: .customLong("cacert"),
        help: ArgumentHelp(
            "Trust the authorities in this file (PEM) instead of the system's.", valueName: "file"),
        completion: .file())
    var authorities: String?

    @Option(
        name: [.customShort("E"), .customLong("cert")],
        help: ArgumentHelp(
            "Show this certificate (PEM) to servers that ask for one; with its key, unless --key names another file.",
            valueName: "file"), completion: .file())
    var certificate: String?

    @Option(
        help: ArgumentHelp("The private key of the certificate (PEM).", valueName: "file"),
        completion: .file())
    var key: String?

    @Option(
        name: [.customShort("x"), .long],
        help: ArgumentHelp(
            "Go through this proxy, such as http://host:3128 or socks5h://host:1080; empty for none. Otherwise http_proxy, https_proxy, all_proxy and no_proxy say.",
            valueName: "url"))
    var proxy: String?

    @Flag(
        name: [.customShort("k"), .long],
        help: "Accept every certificate: the connection is secret, but nobody knows with whom.")
    var insecure = false

    func validate() throws {
        try requirePositive(timeout, "--timeout")
        try requirePositive(connectTimeout, "--connect-timeout")
        if let idleTimeout { try requirePositive(idleTimeout, "--idle-timeout") }
        if let certificate { try requireReadable(certificate, "--cert") }
        if let key { try requireReadable(key, "--key") }
        if key != nil && certificate == nil { throw ValidationError("--key: it belongs to a --cert") }
        guard (0...1000).contains(maxRedirects) else {
            throw ValidationError("--max-redirects: a number from 0 to 1000 is wanted, not \(maxRedirects)")
        }
        guard maxBody > 0 else {
            throw ValidationError("--max-body: a number of bytes above zero is wanted, not \(maxBody)")
        }
        if let authorities { try requireReadable(authorities, "--cacert") }
    }

    /// What goes into a client's configuration.
    func configure(_ configuration: inout HTTPClient.Configuration) {
        configuration.timeout = .seconds(timeout)
        configuration.connectTimeout = .seconds(connectTimeout)
        configuration.maximumBodyBytes = maxBody
        configuration.maximumRedirects = maxRedirects
        configuration.userAgent =
            userAgent.isEmpty || headers.contains(.without(.userAgent)) ? nil : userAgent
        configuration.caFile = authorities
        configuration.insecure = insecure
        configuration.idleTimeout = idleTimeout.map { .seconds($0) }
        configuration.clientCertificate = certificate.map { .init(file: $0, keyFile: key) }
        if let proxy { configuration.proxy = proxy.isEmpty ? .none : .url(proxy) }
    }

    /// What goes with every request.
    var headerFields: HTTPFields {
        var fields = HTTPFields()
        for case .field(let field) in headers { fields.append(field) }
        return fields
    }
}

/// A header field as curl's `--header` takes it.
enum HeaderField: Equatable {
    case field(HTTPField)
    /// A field that would be sent unasked is left out.
    case without(HTTPField.Name)

    /// What libcurl adds to every request, whether it is wanted or not.
    private static let fixed: [HTTPField.Name] = [.accept, .acceptEncoding]

    init(argument: String) throws {
        guard let end = argument.firstIndex(of: ":") ?? argument.lastIndex(of: ";") else {
            throw ValidationError("a name, a colon and a value are wanted, such as “Accept-Language: de”")
        }
        guard let name = HTTPField.Name(String(argument[..<end])) else {
            throw ValidationError("“\(argument[..<end])” is no name of a field, which has no spaces")
        }
        let value = argument[argument.index(after: end)...].drop { $0 == " " || $0 == "\t" }
        guard HTTPField.isValidValue(String(value)), argument[end] == ":" || value.isEmpty else {
            throw ValidationError("the value has a character that no field may have")
        }
        guard value.isEmpty, argument[end] == ":" else {
            self = .field(HTTPField(name: name, value: String(value)))
            return
        }
        guard !HeaderField.fixed.contains(name) else {
            throw ValidationError("“\(name)” cannot be left out; “\(name);” sends it empty")
        }
        self = .without(name)
    }
}
