// Writes files for other libraries to read, and reads theirs: see Scripts/interop.sh.
//
//   FormatInterop write folder
//   FormatInterop read folder
//
// A tensor's name tells its type and its shape, F32-2x3; its bytes are the same on both sides.

import Foundation
import LinearAlgebra
import TensorFormats

func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

let shapes: [Shape] = [[], [0], [3, 0], [1], [5], [2, 3], [2, 3, 4]]

func name(_ type: ElementType, _ shape: Shape) -> String {
  type.rawValue + "-" + shape.map(String.init).joined(separator: "x")
}

/// Any bits at all, NaN of every kind among them.
func sample(_ type: ElementType, _ shape: Shape) -> StoredTensor {
  let bytes = (0..<shape.count * type.size).map { index in
    type == .bool ? UInt8(index % 2) : UInt8(truncatingIfNeeded: 37 * index + 11)
  }
  return StoredTensor(type: type, shape: shape, bytes: bytes)
}

/// The tensor that a name tells.
func sample(named name: String) -> StoredTensor? {
  let parts = name.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 2, let type = ElementType(rawValue: String(parts[0])) else { return nil }
  return sample(type, Shape(parts[1].split(separator: "x").compactMap { Int($0) }))
}

func write(to folder: String) throws {
  var safetensors = Safetensors()
  safetensors.metadata = ["format": "pt", "text": "a \"quote\", \u{e9}, \u{1f600}\n"]
  var npz = NPZ()
  for type in ElementType.allCases {
    for shape in shapes {
      let (name, tensor) = (name(type, shape), sample(type, shape))
      safetensors[name] = tensor
      if type == .bfloat16 { continue }
      npz[name] = tensor
      try NPY.write(tensor, to: "\(folder)/\(name).npy")
      if [.uint8, .int8, .int16, .int32, .float32, .float64].contains(type) {
        try IDX.write(tensor, to: "\(folder)/\(name).idx.gz")
      }
    }
  }
  try safetensors.write(to: folder + "/all.safetensors")
  try safetensors.write(to: folder + "/all.safetensors.gz")
  try npz.write(to: folder + "/stored.npz")
  try npz.write(to: folder + "/deflated.npz", compression: .deflated)
  let tiny = 2 * Double.leastNonzeroMagnitude
  let numbers = Tensor<Double>(rows: [[0.1, -1e-300, 1e22], [tiny, 1.0 / 3, -0.0]])
  try CSVWriter.write(numbers, columnNames: ["a,b", "\"c\"", "d\ne"], to: folder + "/numbers.csv")
}

func read(from folder: String) throws -> Int {
  var count = 0
  func check(_ tensor: StoredTensor, _ name: String, in file: String) {
    guard let expected = sample(named: name) else { stop("\(file): what is \(name)?") }
    guard tensor == expected else { stop("\(file): \(name) is another tensor") }
    count += 1
  }
  for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
    let path = folder + "/" + file
    // The name of an array comes before what tells how it was written: F32-2x3.fortran.npy.
    let stem = String(file.prefix { $0 != "." })
    if file.hasSuffix(".safetensors") || file.hasSuffix(".safetensors.gz") {
      let archive = try Safetensors(contentsOf: path)
      for name in archive.names { check(archive[name]!, name, in: file) }
    } else if file.hasSuffix(".npz") {
      let archive = try NPZ(contentsOf: path)
      for name in archive.names { check(archive[name]!, name, in: file) }
    } else if file.hasSuffix(".npy") || file.hasSuffix(".npy.gz") {
      check(try NPY.read(path), stem, in: file)
    } else if file.hasSuffix(".idx") || file.hasSuffix(".idx.gz") {
      check(try IDX.read(path), stem, in: file)
    } else if file.hasSuffix(".csv") {
      let table = try CSVTable<Double>(contentsOf: path)
      let expected = try NPY.read(folder + "/" + stem + ".csv-values").tensor(as: Double.self)
      guard table.values.isBitIdentical(to: expected) else { stop("\(file): other numbers") }
      count += 1
    }
  }
  return count
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else { stop("usage: FormatInterop write|read folder") }
do {
  switch arguments[1] {
  case "write":
    try write(to: arguments[2])
  case "read":
    let count = try read(from: arguments[2])
    guard count > 0 else { stop("no files in \(arguments[2])") }
    print("read \(count) tensors of other libraries, bit for bit")
  default:
    stop("usage: FormatInterop write|read folder")
  }
} catch {
  stop("\(error)")
}
