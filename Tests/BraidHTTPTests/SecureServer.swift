// HTTP tests › SecureServer: HTTPS on loopback, from openssl's command and Python's ssl module.
//
// The certificates are made for each run, so that none can expire in the repository.

/// An HTTPS server whose certificate is signed by an authority of our own.
final class SecureServer {
    /// Whether this machine has what it needs.
    static var isPossible: Bool {
        TestProcess.find("openssl") != nil && TestProcess.find("python3") != nil
    }

    /// The certificate of the authority, to be trusted.
    let caFile: String
    /// The port.
    let port: String
    private let folder = TemporaryFolder()
    private let process: TestProcess

    /// Starts a server with a certificate for `name`, valid for so many days (negative: expired).
    init(name: String = "IP:127.0.0.1", days: Int = 1) throws {
        let openssl = try found("openssl")
        let path = folder.path
        caFile = "\(path)/ca.pem"
        let extensions = folder.write("extensions", "subjectAltName=\(name)\n")
        let commands = [
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Braid-test-authority -days 2"
                + " -keyout \(path)/ca.key -out \(caFile)",
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Braid-test-server"
                + " -keyout \(path)/server.key -out \(path)/server.csr",
            "x509 -req -in \(path)/server.csr -CA \(caFile) -CAkey \(path)/ca.key -set_serial 1 -days \(days)"
                + " -extfile \(extensions) -out \(path)/server.pem",
        ]
        for command in commands {
            let arguments = ["-c", "exec \(openssl) \(command) 2>/dev/null"]
            guard TestProcess("/bin/sh", arguments).wait() else {
                throw MissingProgram(name: "openssl \(command)")
            }
        }
        let script = folder.write("server.py", SecureServer.script)
        process = TestProcess(try found("python3"), [script, "\(path)/server.pem", "\(path)/server.key"])
        guard let port = process.readLine() else { throw MissingProgram(name: "python3 \(script)") }
        self.port = port
    }

    /// The URL of a path on this server.
    func url(_ path: String = "/") -> String { "https://127.0.0.1:\(port)\(path)" }

    private static let script = """
        import http.server, os, ssl, sys, threading

        class Page(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = b"secure"
                self.send_response(200)
                self.send_header("Content-Length", "100" if self.path == "/cut" else str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = self.path == "/cut"

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.server_port, flush=True)
        server.serve_forever()

        """
}

/// A program that a test needs is missing or failed.
struct MissingProgram: Error {
    let name: String
}

private func found(_ program: String) throws -> String {
    guard let path = TestProcess.find(program) else { throw MissingProgram(name: program) }
    return path
}
