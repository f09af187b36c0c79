// braid › SiteCommand: the demonstration site on its own, for whoever wants to fetch it with a program of their own.

internal import ArgumentParser
internal import BraidSite
internal import Glibc

struct SiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "site",
        abstract: "Serve a few small pages on this machine until interrupted.",
        discussion: """
            The first line it prints is the site's origin, such as http://127.0.0.1:41234; the lines after it are the \
            addresses of its pages. Three of them take a second each.
            """)

    func run() throws {
        let site = try DemonstrationSite()
        OutputStream.standard.print(site.origin)
        for address in site.addresses { OutputStream.standard.print(address) }
        OutputStream.standard.flush()
        while true { pause() }
    }
}
