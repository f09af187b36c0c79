import Testing

@testable import BraidCommand

@Suite struct VisitTests {
    private func identities(_ addresses: [String]) -> Set<String> {
        Set(addresses.map { Visit($0, number: 0).identity })
    }

    @Test func whatMayBeLeftOutMakesNoDifference() {
        #expect(
            identities([
                "http://a.example/x", "http://A.Example:80/x", "a.example/x", "http://a.example/x#part",
            ])
                == ["http://a.example:80/x"])
        #expect(
            identities(["https://a.example", "https://a.example:443/", "https://a.example/#"])
                == ["https://a.example:443/"])
    }

    @Test func allThatIsSentMakesOne() {
        let addresses = [
            "http://a.example/x", "https://a.example/x", "http://a.example:81/x", "http://a.example/X",
            "http://a.example/x?y", "http://a.example/x/@", "http://me@a.example/x",
            "http://Me:1@a.example/x",
        ]
        #expect(identities(addresses).count == addresses.count)
        #expect(
            Visit("http://Me:1@A.example/x?y=/@#z", number: 0).identity == "http://Me:1@a.example:80/x?y=/@")
    }

    @Test func aMalformedAddressIsItself() {
        #expect(Visit("http://?", number: 0).identity == "http://?")
    }
}
