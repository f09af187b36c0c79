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

    @Option(help: ArgumentHelp("The most bytes that a page may have, decompressed.", valueName: "bytes"))
    var maxBody = 16 << 20

    @Option(
        name: [.customShort("A"), .long],
        help: ArgumentHelp("What to call ourselves; empty for nothing.", valueName: "name"))
    var userAgent = "braid"

    @Option(
        name: [.customShort("H"), .customLong("header")],
        help: ArgumentHelp(
            "Send this field too, “Name: value”; may be given more than once.", valueName: "field"))
    var headers: [HeaderField] = []

    @Option(
        name: .customLong("cacert"),
        help: ArgumentHelp(
            "Trust the authorities in this file (PEM) instead of the system's.", valueName: "file"))
    var authorities: String?

    @Flag(
        name: [.customShort("k"), .long],
        help: "Accept every certificate: the connection is secret, but nobody knows with whom.")
    var insecure = false

    func validate() throws {
        try requirePositive(timeout, "--timeout")
        try requirePositive(connectTimeout, "--connect-timeout")
        guard maxBody > 0 else {
            throw ValidationError("--max-body: a number of bytes above zero is wanted, not \(maxBody)")
        }
        if let authorities { try requireReadable(authorities) }
    }

    /// What goes into a client's configuration.
    func configure(_ configuration: inout HTTPClient.Configuration) {
        configuration.timeout = .seconds(timeout)
        configuration.connectTimeout = .seconds(connectTimeout)
        configuration.maximumBodyBytes = maxBody
        configuration.userAgent = userAgent.isEmpty ? nil : userAgent
        configuration.caFile = authorities
        configuration.insecure = insecure
    }

    /// What goes with every request.
    var headerFields: HTTPFields {
        var fields = HTTPFields()
        for header in headers { fields.append(header.field) }
        return fields
    }
}

/// A header field as curl's `--header` takes it.
struct HeaderField: ExpressibleByArgument {
    let field: HTTPField

    init?(argument: String) {
        guard let colon = argument.firstIndex(of: ":"),
            let name = HTTPField.Name(String(argument[..<colon]))
        else { return nil }
        let value = argument[argument.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        guard HTTPField.isValidValue(String(value)) else { return nil }
        field = HTTPField(name: name, value: String(value))
    }

    var defaultValueDescription: String { "\(field.name): \(field.value)" }
}
