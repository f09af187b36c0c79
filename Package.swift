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
        .library(name: "BraidGoroutines", targets: ["BraidGoroutines"]),
        .library(name: "BraidTesting", targets: ["BraidTesting"]),
    ],
    targets: [
        .target(name: "CBraidShims"),
        .target(name: "BraidCore", dependencies: ["CBraidShims"], swiftSettings: strict),
        .target(name: "BraidGoroutines", dependencies: ["BraidCore"], swiftSettings: strict),
        .target(name: "BraidTesting", dependencies: ["BraidCore"], swiftSettings: strict),
        .testTarget(
            name: "BraidCoreTests", dependencies: ["BraidCore", "BraidTesting"], swiftSettings: strict),
        .testTarget(
            name: "BraidGoroutinesTests", dependencies: ["BraidGoroutines", "BraidTesting"],
            swiftSettings: strict),
    ]
)
