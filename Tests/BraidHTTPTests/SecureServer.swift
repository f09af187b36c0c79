// HTTP tests › SecureServer: HTTPS on loopback, from openssl's command and Python's ssl module.

/// An HTTPS server whose certificate is signed by an authority of our own.
final class SecureServer {
    /// Whether this machine has what it needs.
    static var isPossible: Bool {
        TestAuthority.isPossible && TestProcess.find("python3") != nil
    }

    let authority: TestAuthority
    /// The certificate of the authority, to be trusted.
    var caFile: String { authority.caFile }
    /// The port.
    let port: String
    private let process: TestProcess

    /// Starts a server with a certificate for `name`, valid for so many days (negative: expired).
    ///
    /// - Parameter asksClients: whether it serves only those who have a certificate of the same authority.
    init(name: String = "IP:127.0.0.1", days: Int = 1, asksClients: Bool = false) throws {
        authority = try TestAuthority()
        let certificate = try authority.issue(name: name, days: days)
        let script = authority.folder.write("server.py", SecureServer.script)
        let clients = asksClients ? [authority.caFile] : []
        process = TestProcess(
            try found("python3"), [script, certificate.file, certificate.keyFile] + clients)
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
        if len(sys.argv) > 3:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.server_port, flush=True)
        server.serve_forever()

        """
}
