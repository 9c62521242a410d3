import TensorFormats

/// The classes that labels stand for, in order: numbers by their value, else text by its characters.
///
/// They are numbers if all of them are, in decimals and below 2^53: from there on several labels
/// are rounded to one `Double`, and would become one class.
struct ClassLabels {
  private(set) var names: [String] = []
  /// The class of each row, an index into `names`.
  private(set) var classes: [Int] = []

  init(_ table: CSVTable<Double>) throws {
    var numbers: [Double] = []
    for (row, label) in table.labels.enumerated() {
      guard let number = Double(label), !Self.isHexadecimal(label) else { continue }
      guard number.isFinite else { throw table.labelError(row: row, .notFinite(text: label)) }
      if number.magnitude < 0x1p53 { numbers.append(number) }
    }
    if numbers.count == table.labels.count {
      // 1, 1.0 and 01 are one class.
      let distinct = Set(numbers).sorted()
      let positions = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
      names = distinct.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
      classes = numbers.compactMap { positions[$0] }
    } else {
      names = Set(table.labels).sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      let positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      classes = table.labels.compactMap { positions[$0] }
    }
  }

  private static func isHexadecimal(_ number: String) -> Bool {
    number.utf8.contains { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
  }
}
