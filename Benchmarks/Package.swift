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

// A package of its own, so that whoever depends on Braid does not build its benchmarks, and so that they see no more
// of Braid than its users do.
let package = Package(
    name: "Benchmarks",
    products: [
        .library(name: "Measuring", targets: ["Measuring"]),
        .executable(name: "bench", targets: ["bench"]),
        .executable(name: "bench_swift", targets: ["bench_swift"]),
        .executable(name: "delays", targets: ["delays"]),
        .executable(name: "after_peak", targets: ["after_peak"]),
    ],
    dependencies: [
        .package(name: "Braid", path: ".."),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        .target(name: "Measuring", swiftSettings: strict),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Measuring",
                .product(name: "BraidAsyncio", package: "Braid"),
                .product(name: "BraidGoroutines", package: "Braid"),
                .product(name: "BraidHTTP", package: "Braid"),
                .product(name: "BraidPromises", package: "Braid"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "delays",
            dependencies: ["Measuring", .product(name: "BraidGoroutines", package: "Braid")],
            swiftSettings: strict),
        .executableTarget(
            name: "after_peak",
            dependencies: ["Measuring", .product(name: "BraidGoroutines", package: "Braid")],
            swiftSettings: strict),
        .executableTarget(
            name: "bench_swift",
            dependencies: [
                "Measuring", .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
            ], path: "peers/swift", swiftSettings: strict),
    ]
)
