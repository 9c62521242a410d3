#!/bin/sh
# A stranger's package: depends on a tagged version of this one from another folder, with the first
# program of the README as its main, and builds and runs in debug and in release.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
# A new folder each time: SwiftPM remembers what a version of a location was.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without tags: a release has one of that name.
git clone -q --no-tags "$here" "$work/Backprop"
git -C "$work/Backprop" tag 1.0.0

mkdir -p "$work/Consumer/Sources/Consumer"
cat >"$work/Consumer/Package.swift" <<MANIFEST
// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Consumer",
  dependencies: [.package(url: "file://$work/Backprop", from: "1.0.0")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "Backprop", package: "Backprop"),
        .product(name: "LinearAlgebra", package: "Backprop"),
        .product(name: "TensorFormats", package: "Backprop"),
      ])
  ]
)
MANIFEST
# The first block of Swift after the marker.
awk '/<!-- first program -->/ { found = 1 }
     found && /^```swift$/ { inside = 1; next }
     inside && /^```$/ { exit }
     inside' "$here/README.md" >"$work/Consumer/Sources/Consumer/main.swift"
grep -q 'import Backprop' "$work/Consumer/Sources/Consumer/main.swift" || {
  echo "README.md: no program was found after the marker" >&2
  exit 1
}

for configuration in debug release; do
  echo "Consumer, $configuration"
  swift build -c "$configuration" --package-path "$work/Consumer" >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
  }
  "$work/Consumer/.build/$configuration/Consumer" | tee "$work/output"
  # What the README shows is what the program prints.
  awk '/<!-- first program prints -->/ { found = 1 }
       found && /^```/ { if (inside) exit; inside = 1; next }
       inside' "$here/README.md" >"$work/expected"
  diff "$work/expected" "$work/output" || {
    echo "README.md: the first program prints something else" >&2
    exit 1
  }
done
