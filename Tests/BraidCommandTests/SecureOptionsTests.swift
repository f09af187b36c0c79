// Command tests › Secure options: whom the command trusts, and whom it shows itself to, in every model.

import BraidTesting
import Testing

@testable import BraidCommand

let openSSLIsInstalled = (try? MeasuredProcess(running: ["openssl", "version"]).ending) == .exited(0)

@Suite(.enabled("openssl is not installed: TLS was not tested", { openSSLIsInstalled }))
struct SecureOptionsTests {
    /// A server whose certificate signs itself, and that serves only those who show the same one.
    private static let script = """
        folder=$(mktemp -d) && cd "$folder" || exit 2
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=braid -days 2 \
            -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
        cat cert.pem key.pem >both.pem
        openssl s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -CAfile cert.pem -Verify 1 -www >log 2>&1 &
        trap 'kill $!; rm -r "$folder"' EXIT
        port=
        while [ -z "$port" ] && kill -0 $!; do port=$(sed -n 's/^ACCEPT .*://p' log); done
        for options in "--cert both.pem" "--insecure" "--cacert cert.pem" "--insecure --cert both.pem" \
            "--cacert cert.pem --cert cert.pem --key key.pem"
        do
            "$0" titles --model $1 --format tsv --proxy '' $options "https://127.0.0.1:$port/" |
                tail -n 1 | cut -f 3,9 | tr '\\t' ' '
        done
        """

    @Test(arguments: Model.allCases)
    func whoIsTrustedAndKnown(model: Model) async throws {
        let process = try await onPlainThread {
            try runScript(SecureOptionsTests.script, [model.rawValue])
        }
        #expect(process.output == " tls\n tls\n tls\n200 \n200 \n", "\(process.errorOutput)")
    }
}
