import Testing

@testable import BraidCommand

@Suite struct VisitTests {
    private func identities(_ addresses: [String]) -> Set<String> {
        Set(addresses.map { Address.identity(of: $0) })
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
            Address.identity(of: "http://Me:1@A.example/x?y=/@#z") == "http://Me:1@a.example:80/x?y=/@")
    }

    @Test func aMalformedAddressIsItself() {
        #expect(Address.identity(of: "http://?") == "http://?")
    }
}

struct SeenAddressesTests {
    @Test func eachIsSeenOnceHoweverManyThereAre() {
        var seen = SeenAddresses()
        for round in 0..<2 {
            for number in 0..<10_000 {
                #expect(seen.contains(Fingerprint("http://a/\(number)")) == (round == 1))
                #expect(seen.insert(Fingerprint("http://a/\(number)")) == (round == 0))
            }
        }
        #expect(seen.count == 10_000)
    }
}
