// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Backprop",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "Backprop", targets: ["Backprop"]),
    .library(name: "TensorFormats", targets: ["TensorFormats"]),
    .library(name: "BackpropTraining", targets: ["BackpropTraining"]),
    .executable(name: "backprop", targets: ["BackpropTool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // OpenBLAS and LAPACKE, as the system installs them.
    .systemLibrary(
      name: "CBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    // Compressed files: for TensorFormats only.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // C of our own: the fork-join pool, and the element-wise kernels that run on it.
    .target(name: "CThreadPool", linkerSettings: [.linkedLibrary("pthread")]),
    .target(
      name: "CVectorMath", dependencies: ["CThreadPool"], linkerSettings: [.linkedLibrary("m")]),

    .target(
      name: "LinearAlgebra", dependencies: ["CBLAS", "CLAPACKE", "CThreadPool", "CVectorMath"]),
    .target(name: "Backprop", dependencies: ["LinearAlgebra"]),
    .target(name: "TensorFormats", dependencies: ["LinearAlgebra", "CZlib"]),
    .target(
      name: "BackpropTraining", dependencies: ["Backprop", "LinearAlgebra", "TensorFormats"]),
    .executableTarget(
      name: "BackpropTool",
      dependencies: [
        "Backprop", "BackpropTraining", "LinearAlgebra", "TensorFormats",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What the tests need of C: fork, which Swift doesn't offer.
    .target(name: "CTestSupport", dependencies: ["CThreadPool"], path: "Tests/CTestSupport"),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", "CThreadPool", "CVectorMath", "CTestSupport"],
      exclude: ["Fixtures"]),
    // What the tests need to count heap allocations: its own malloc.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "BackpropTests",
      dependencies: ["Backprop", "LinearAlgebra", "CAllocationCounter"],
      exclude: ["Fixtures"]),
    .testTarget(name: "GradientTests", dependencies: ["Backprop", "LinearAlgebra"]),
    .testTarget(
      name: "TensorFormatsTests", dependencies: ["TensorFormats", "LinearAlgebra"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "BackpropTrainingTests",
      dependencies: [
        "BackpropTraining", "Backprop", "LinearAlgebra", "TensorFormats", "CAllocationCounter",
      ],
      exclude: ["Fixtures"]),
    // A training that `make kill-test` kills and resumes.
    .executableTarget(
      name: "backprop-kill-worker", dependencies: ["BackpropTraining", "TensorFormats"],
      path: "Tests/KillTest"),
    // Feeds damaged files to the readers: `make fuzz`.
    .executableTarget(
      name: "FormatFuzzer", dependencies: ["TensorFormats", "LinearAlgebra"],
      path: "Tests/FormatFuzzer"),
    // Exchanges files with other libraries: `make interop`.
    .executableTarget(
      name: "FormatInterop", dependencies: ["TensorFormats", "LinearAlgebra"],
      path: "Tests/FormatInterop", exclude: ["interop.py"]),
    // Runs the program as its users do; the dependency has it built.
    .testTarget(name: "BackpropToolTests", dependencies: ["BackpropTool", "TensorFormats"]),
  ]
)

// The documentation plugin is wanted by those who build the documentation only: users of the
// libraries don't inherit it. `make docs` sets the variable.
if Context.environment["BACKPROP_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
