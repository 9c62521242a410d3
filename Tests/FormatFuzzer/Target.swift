import LinearAlgebra
import TensorFormats

/// A reader, and what must hold of whatever it reads.
struct Target: Sendable {
  let name: String
  /// The ends of the names of the files that it begins with.
  let suffixes: [String]
  /// Reads, and returns whether the bytes were accepted; a broken promise stops the program.
  let read: @Sendable ([UInt8]) -> Bool

  /// No result may be larger: a few bytes can't ask for more.
  static let limit = 1 << 22

  static let all = [
    Target(name: "safetensors", suffixes: [".safetensors"]) { bytes in
      accepted { () throws(FormatError) in
        let file = try Safetensors(bytes: bytes, file: "fuzz", maximumBytes: limit)
        let size = file.names.reduce(0) { $0 + file[$1]!.bytes.count }
        check(size <= bytes.count, "as many bytes as there are")
        check(try Safetensors(bytes: file.serialized()) == file, "what is written is read back")
        for name in file.names { convert(file[name]!) }
      }
    },
    Target(name: "npy", suffixes: [".npy"]) { bytes in
      accepted { () throws(FormatError) in
        let tensor = try NPY.read(bytes: bytes, file: "fuzz", maximumBytes: limit)
        check(tensor.bytes.count <= limit, "within the limit")
        check(try NPY.read(bytes: NPY.serialized(tensor)) == tensor, "what is written is read back")
        convert(tensor)
      }
    },
    Target(name: "npz", suffixes: [".npz"]) { bytes in
      accepted { () throws(FormatError) in
        let file = try NPZ(bytes: bytes, file: "fuzz", maximumBytes: limit)
        let size = file.names.reduce(0) { $0 + file[$1]!.bytes.count }
        check(size <= limit, "within the limit")
        check(try NPZ(bytes: file.serialized()) == file, "what is written is read back")
      }
    },
    Target(name: "idx", suffixes: [".idx"]) { bytes in
      accepted { () throws(FormatError) in
        let tensor = try IDX.read(bytes: bytes, file: "fuzz", maximumBytes: limit)
        check(try IDX.read(bytes: IDX.serialized(tensor)) == tensor, "what is written is read back")
        convert(tensor)
      }
    },
    Target(name: "gzip", suffixes: [".gz"]) { bytes in
      // Damage is found by the checksum at the latest: every other input is damaged inside, as if
      // the file had been made so.
      let isInside = bytes.count % 2 == 0
      let bytes = isInside ? Gzip.compressed(bytes) : bytes
      return accepted { () throws(FormatError) in
        let inner = try Gzip.decompressed(bytes, file: "fuzz", maximumBytes: limit)
        check(inner.count <= limit, "within the limit")
        let reader = CSVReader(bytes, file: "fuzz")
        // Through the window too: the same bytes.
        while (try? reader.next()) != nil {}
        check(
          try Gzip.decompressed(Gzip.compressed(inner)) == inner, "what is written is read back")
      }
    },
    Target(name: "csv", suffixes: [".csv"]) { bytes in
      let policies: [CSVMissingValues] = [.error, .dropRow, .nan, .constant(1)]
      let headers: [CSVOptions.Header] = [.automatic, .present, .absent]
      let labels: [CSVColumn?] = [nil, .last, .index(1), .named("kind")]
      let choice = bytes.reduce(bytes.count) { $0 &* 31 &+ Int($1) } & 0xffff
      let options = CSVOptions(
        delimiter: choice & 7 == 0 ? ";" : ",", header: headers[choice % 3],
        missingValues: policies[choice >> 3 & 3])
      let reader = CSVReader(bytes, file: "fuzz", options: options)
      while (try? reader.next()) != nil {}
      do throws(CSVError) {
        let table = try CSVTable<Double>(
          bytes, file: "fuzz", labels: labels[choice >> 5 & 3], options: options)
        check(table.values.shape[0] == table.lines.count, "a line for each row")
        check(table.values.count <= bytes.count, "no more numbers than bytes")
        return true
      } catch {
        check(error.description.hasPrefix("fuzz"), "the error names the file")
        return false
      }
    },
  ]

  private static func accepted(_ body: () throws(FormatError) -> Void) -> Bool {
    do throws(FormatError) {
      try body()
      return true
    } catch {
      check(error.description.hasPrefix("fuzz"), "the error names the file: \(error)")
      return false
    }
  }

  private static func convert(_ tensor: StoredTensor) {
    _ = try? tensor.tensor(as: Double.self)
    _ = try? tensor.tensor(as: Float.self)
    _ = try? tensor.integers(as: Int32.self)
  }

  private static func check(_ condition: Bool, _ promise: String) {
    if !condition { fatalError("broken promise: \(promise)") }
  }
}
