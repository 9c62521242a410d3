import TensorFormats

/// The classes that labels stand for, in order: numbers by their value, else text by its characters.
struct ClassLabels {
  private(set) var names: [String] = []
  /// The class of each row, an index into `names`.
  private(set) var classes: [Int] = []

  init(_ table: CSVTable<Double>) throws {
    var numbers: [Double] = []
    for (row, label) in table.labels.enumerated() {
      guard let number = Double(label) else { continue }
      guard number.isFinite else { throw table.labelError(row: row, .notFinite(text: label)) }
      numbers.append(number)
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
}
