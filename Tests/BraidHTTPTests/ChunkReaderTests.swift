import Testing

@testable import BraidHTTP

@Suite struct ChunkReaderTests {
    /// The body, and how it ended: given in pieces of this size.
    private func read(_ text: String, inPiecesOf size: Int) -> (
        body: String, end: ChunkReader.Event, left: Int
    ) {
        var reader = ChunkReader()
        var body: [UInt8] = []
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start..<min(start + size, bytes.count)])
            var position = 0
            reading: while true {
                switch reader.next(in: piece.span, from: &position) {
                case .more: break reading
                case .piece(let range): body += piece[range]
                case let end:
                    return (String(decoding: body, as: UTF8.self), end, bytes.count - start - position)
                }
            }
            start += piece.count
        }
        return (String(decoding: body, as: UTF8.self), .more, 0)
    }

    @Test(arguments: 1...20)
    func aBodyInPiecesOfAnySize(size: Int) {
        let text = "3\r\nabc\r\nA;name=\"x\"\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"
        #expect(read(text, inPiecesOf: size) == ("abc0123456789", .end, 0))
    }

    @Test func lineEndsMayLackTheirCarriageReturn() {
        #expect(read("3\nabc\n0\n\n", inPiecesOf: 100) == ("abc", .end, 0))
    }

    @Test func whatFollowsTheEndIsNotTaken() {
        #expect(read("1\r\na\r\n0\r\n\r\nHTTP", inPiecesOf: 100) == ("a", .end, 4))
    }

    @Test func aSizeMayHaveLeadingZeros() {
        #expect(read("0003\r\nabc\r\n000\r\n\r\n", inPiecesOf: 100) == ("abc", .end, 0))
    }

    @Test(arguments: [
        "\r\n", "xyz\r\n", "-1\r\na", " 3\r\nabc", "10000000000000000\r\n", "3\r\nabcd\r\n", ";\r\n",
    ])
    func whatIsNoSizeIsMalformed(text: String) {
        #expect(read(text, inPiecesOf: 100).end == .malformed)
    }

    @Test func anEndlessExtensionIsMalformed() {
        #expect(read("1;" + String(repeating: "x", count: 20_000), inPiecesOf: 1000).end == .malformed)
    }

    @Test func anEndlessTrailerIsMalformed() {
        let lines = String(repeating: "X: y\r\n", count: 4000)
        #expect(read("0\r\n" + lines, inPiecesOf: 1000).end == .malformed)
    }
}
