// swift-tools-version: 6.2

// Examples: the same small programs in each model, one file each, made to be read side by side. `Examples/run` builds
// and runs them all.

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let programs = ["page-fetch", "concurrent-fetch", "await-hell", "time-sleep", "aio-sleep"]

func braid(_ product: String) -> Target.Dependency { .product(name: product, package: "Braid") }

/// One executable for each program: `asyncio-page-fetch` is asyncio/page-fetch.swift.
func examples(_ model: String, _ dependencies: [Target.Dependency]) -> [Target] {
    programs.map { program in
        .executableTarget(
            name: "\(model)-\(program)", dependencies: dependencies, path: model,
            exclude: programs.filter { $0 != program }.map { "\($0).swift" }, sources: ["\(program).swift"],
            swiftSettings: strict)
    }
}

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "Braid", path: "..")],
    targets: examples("asyncio", [braid("BraidAsyncio"), braid("BraidHTTP")])
        + examples("goroutines", [braid("BraidGoroutines"), braid("BraidHTTP")])
        + examples("promises", [braid("BraidPromises"), braid("BraidBridges"), braid("BraidHTTP")])
)
