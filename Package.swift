// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "Braid",
    products: [
        .library(name: "Braid", targets: ["Braid"]),
        .library(name: "BraidAsyncio", targets: ["BraidAsyncio"]),
        .library(name: "BraidGoroutines", targets: ["BraidGoroutines"]),
        .library(name: "BraidBridges", targets: ["BraidBridges"]),
        .library(name: "BraidHTML", targets: ["BraidHTML"]),
        .library(name: "BraidHTTP", targets: ["BraidHTTP"]),
        .library(name: "BraidPromises", targets: ["BraidPromises"]),
        .library(name: "BraidTesting", targets: ["BraidTesting"]),
        .executable(name: "braid", targets: ["BraidCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .target(name: "CBraidShims"),
        .target(name: "BraidCore", dependencies: ["CBraidShims"], swiftSettings: strict),
        .target(name: "BraidGoroutines", dependencies: ["BraidCore"], swiftSettings: strict),
        .target(name: "BraidAsyncio", dependencies: ["BraidCore"], swiftSettings: strict),
        .target(name: "BraidPromises", dependencies: ["BraidCore"], swiftSettings: strict),
        .target(name: "CBraidXML"),
        .target(name: "BraidHTML", dependencies: ["CBraidXML"], swiftSettings: strict),
        .target(name: "CBraidCurl"),
        .target(
            name: "BraidHTTP",
            dependencies: [
                "BraidCore", "BraidHTML", "CBraidCurl",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: strict),
        .target(name: "BraidSite", dependencies: ["BraidCore"], swiftSettings: strict),
        .executableTarget(
            name: "BraidCommand",
            dependencies: [
                "BraidAsyncio", "BraidBridges", "BraidCore", "BraidGoroutines", "BraidHTTP", "BraidHTML",
                "BraidPromises", "BraidSite",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            path: "Sources/braid", resources: [.embedInCode("Compare/Peers")], swiftSettings: strict),
        .target(
            name: "BraidBridges",
            dependencies: ["BraidAsyncio", "BraidCore", "BraidGoroutines", "BraidHTTP", "BraidPromises"],
            swiftSettings: strict),
        .target(
            name: "Braid",
            dependencies: ["BraidAsyncio", "BraidBridges", "BraidGoroutines", "BraidPromises"],
            swiftSettings: strict),
        .target(name: "BraidTesting", dependencies: ["BraidCore"], swiftSettings: strict),
        .target(
            name: "BraidTestSupport", dependencies: ["BraidCore"], path: "Tests/BraidTestSupport",
            swiftSettings: strict),
        .target(
            name: "BraidTestSeeds", dependencies: ["BraidCore", "BraidTesting", "BraidTestSupport"],
            path: "Tests/BraidTestSeeds", swiftSettings: strict),
        .executableTarget(
            name: "BraidStress",
            dependencies: [
                "BraidBridges", "BraidCore", "BraidGoroutines", "BraidTestSupport", "BraidTesting",
            ],
            path: "Tests/Stress", exclude: ["run"], swiftSettings: strict),
        .executableTarget(
            name: "BraidAsleep", dependencies: ["BraidAsyncio", "BraidCore", "BraidGoroutines"],
            path: "Tests/Asleep", swiftSettings: strict),
        .testTarget(
            name: "BraidCoreTests",
            dependencies: [
                "BraidCore", "BraidGoroutines", "BraidTesting", "BraidTestSupport", "CBraidShims",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BraidAsyncioTests",
            dependencies: [
                "BraidAsyncio", "BraidCore", "BraidTesting", "BraidTestSeeds", "BraidTestSupport",
            ],
            exclude: ["Ordering/CPython", "Ordering/regenerate"], swiftSettings: strict),
        .testTarget(
            name: "BraidTests", dependencies: ["Braid", "BraidTestSupport", "BraidTesting"],
            swiftSettings: strict),
        .testTarget(
            name: "BraidBridgesTests",
            dependencies: [
                "Braid", "BraidBridges", "BraidCore", "BraidGoroutines", "BraidHTTP", "BraidTestSeeds",
                "BraidTestSupport", "BraidTesting",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BraidCommandTests",
            dependencies: [
                "BraidCommand", "BraidCore", "BraidGoroutines", "BraidHTML", "BraidHTTP", "BraidSite",
                "BraidTesting",
                "BraidTestSeeds", "BraidTestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: strict),
        .testTarget(
            name: "BraidHTMLTests",
            dependencies: ["BraidGoroutines", "BraidHTML", "BraidTesting", "BraidTestSupport", "CBraidXML"],
            swiftSettings: strict),
        .testTarget(
            name: "BraidHTTPTests",
            dependencies: [
                "BraidCore", "BraidHTTP", "BraidTestSupport", "BraidTesting", "CBraidCurl",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BraidGoroutinesTests",
            dependencies: [
                "BraidCore", "BraidGoroutines", "BraidTesting", "BraidTestSeeds", "BraidTestSupport",
            ],
            exclude: ["GO.md"], swiftSettings: strict),
        .testTarget(
            name: "BraidPromisesTests",
            dependencies: ["BraidPromises", "BraidTesting", "BraidTestSeeds", "BraidTestSupport"],
            exclude: ["Ordering/Programs", "Ordering/regenerate"], swiftSettings: strict),
    ]
)

// `.ci/run` builds the runtime under sanitizers, where the client, the command and their tests would take most of the time.
if Context.environment["BRAID_RUNTIME_ONLY"] != nil {
    let others = [
        "BraidSite", "BraidCommand", "BraidStress", "BraidTests", "BraidCommandTests", "BraidHTMLTests",
        "BraidHTTPTests",
    ]
    package.targets.removeAll { others.contains($0.name) }
    package.products.removeAll { $0.name == "braid" }
    package.dependencies.removeAll { $0.kind.isOfTheCommand }
}

extension Package.Dependency.Kind {
    /// Whether it is a package that only the command or its tests use.
    var isOfTheCommand: Bool {
        guard case .sourceControl(_, let location, _) = self else { return false }
        return location.hasSuffix("swift-argument-parser")
    }
}
