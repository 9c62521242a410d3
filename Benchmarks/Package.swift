// swift-tools-version: 6.0
import PackageDescription

// A package of its own, so that users of the library don't inherit what the benchmark needs.
let package = Package(
  name: "backprop-benchmark",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "backprop-benchmark", targets: ["BackpropBenchmark"])],
  dependencies: [
    .package(name: "Backprop", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/ordo-one/TextTable", from: "0.0.2"),
  ],
  targets: [
    // OpenBLAS itself, for the floor: the library doesn't export it, and a name may occur only once.
    .systemLibrary(
      name: "CBenchmarkBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .executableTarget(
      name: "BackpropBenchmark",
      dependencies: [
        "CBenchmarkBLAS",
        .product(name: "Backprop", package: "Backprop"),
        .product(name: "LinearAlgebra", package: "Backprop"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TextTable", package: "TextTable"),
      ]),
  ]
)
