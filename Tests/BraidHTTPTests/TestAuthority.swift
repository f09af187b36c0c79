// HTTP tests › TestAuthority: certificates from an authority of our own, by openssl's command.
//
// They are made for each run, so that none can expire in the repository.

/// A certificate and its private key, in PEM files.
struct IssuedCertificate {
    let file: String
    let keyFile: String
}

/// Signs certificates, which are gone with it.
final class TestAuthority {
    /// Whether this machine has what it needs.
    static var isPossible: Bool { TestProcess.find("openssl") != nil }

    let folder = TemporaryFolder()
    /// The certificate of the authority, to be trusted.
    var caFile: String { "\(folder.path)/ca.pem" }
    private var issued = 0

    init() throws {
        try openssl(
            "req -x509 \(newKey) -nodes -subj /CN=Braid-test-authority -days 2 -keyout \(folder.path)/ca.key"
                + " -out \(caFile)")
    }

    private var newKey: String { "-newkey ec -pkeyopt ec_paramgen_curve:P-256" }

    /// A certificate for `name`, such as `IP:127.0.0.1`, valid for so many days (negative: expired).
    func issue(name: String = "IP:127.0.0.1", days: Int = 1, password: String? = nil) throws
        -> IssuedCertificate
    {
        issued += 1
        let base = "\(folder.path)/issued-\(issued)"
        let extensions = folder.write("extensions-\(issued)", "subjectAltName=\(name)\n")
        let encryption = password.map { "-passout pass:\($0)" } ?? "-nodes"
        try openssl(
            "req \(newKey) \(encryption) -subj /CN=Braid-test-\(issued) -keyout \(base).key -out \(base).csr")
        try openssl(
            "x509 -req -in \(base).csr -CA \(caFile) -CAkey \(folder.path)/ca.key -set_serial \(issued)"
                + " -days \(days) -extfile \(extensions) -out \(base).pem")
        return IssuedCertificate(file: "\(base).pem", keyFile: "\(base).key")
    }

    /// The certificate and its key in one PKCS #12 file.
    func pack(_ certificate: IssuedCertificate, password: String) throws -> String {
        let file = "\(certificate.file).p12"
        try openssl(
            "pkcs12 -export -in \(certificate.file) -inkey \(certificate.keyFile) -passout pass:\(password)"
                + " -out \(file)")
        return file
    }

    private func openssl(_ command: String) throws {
        let arguments = ["-c", "exec \(try found("openssl")) \(command) 2>/dev/null"]
        guard TestProcess("/bin/sh", arguments).wait() else {
            throw MissingProgram(name: "openssl \(command)")
        }
    }
}

/// A program that a test needs is missing or failed.
struct MissingProgram: Error {
    let name: String
}

/// The path of a program.
func found(_ program: String) throws -> String {
    guard let path = TestProcess.find(program) else { throw MissingProgram(name: program) }
    return path
}
