import TensorFormats

/// The names of classes, in order: numbers by their value, else text by its characters.
///
/// They are numbers if all of them are, in decimals, finite and below 2^53: from there on several
/// labels are rounded to one `Double`, and would become one class. 1, 1.0 and 01 are one class.
///
/// ```swift
/// let labels = ClassLabels(of: ["cat", "dog", "cat"])
/// labels.names                           // ["cat", "dog"]
/// try labels.encode(["dog", "cat"])      // [1, 0]
/// labels.oneHot([1, 0]) as Tensor<Float>  // [[0, 1], [1, 0]]
/// ```
public struct ClassLabels: Sendable, Equatable {
  /// The names; the position of a name is its class.
  public let names: [String]
  /// Whether the labels are compared as numbers.
  public let areNumbers: Bool
  private let positions: [String: Int]
  private let positionsOfNumbers: [Double: Int]

  /// Collects the classes that occur.
  public init(of labels: [String]) {
    let numbers = labels.compactMap(Self.number)
    if numbers.count == labels.count {
      self.init(numbers: Set(numbers).sorted())
    } else {
      self.init(
        text: Set(labels).sorted {
          $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        })
    }
  }

  /// Makes labels of names in their order, as a file has them. They must differ.
  public init(names: [String]) {
    let numbers = names.compactMap(Self.number)
    if numbers.count == names.count, Set(numbers).count == names.count {
      self.init(numbers: numbers)
    } else {
      self.init(text: names)
    }
  }

  private init(numbers: [Double]) {
    names = numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
    areNumbers = true
    positions = [:]
    positionsOfNumbers = Dictionary(uniqueKeysWithValues: zip(numbers, numbers.indices))
  }

  private init(text: [String]) {
    if Set(text).count < text.count { fatalError("ClassLabels: names occur more than once") }
    names = text
    areNumbers = false
    positions = Dictionary(uniqueKeysWithValues: zip(text, text.indices))
    positionsOfNumbers = [:]
  }

  /// The number of classes.
  public var count: Int { names.count }

  /// The class of a label, or nothing if it is none of them.
  public func index(of label: String) -> Int? {
    areNumbers ? Self.number(label).flatMap { positionsOfNumbers[$0] } : positions[label]
  }

  /// The classes of labels.
  ///
  /// - Throws: `TrainingError` that tells the first label that is none of the classes, and its row.
  public func encode(_ labels: [String]) throws(TrainingError) -> [Int] {
    var classes: [Int] = []
    classes.reserveCapacity(labels.count)
    for (row, label) in labels.enumerated() {
      guard let index = index(of: label) else {
        throw TrainingError(
          "row \(row + 1): the label \(label.quoted) is none of the \(count) classes")
      }
      classes.append(index)
    }
    return classes
  }

  /// The names of classes.
  public func decode(_ classes: [Int]) -> [String] { classes.map { names[$0] } }

  /// A row for each class: 1 at its position, else 0.
  public func oneHot<Scalar: BLASScalar>(_ classes: [Int]) -> Tensor<Scalar> {
    Tensor.oneHot(classes, count: count)
  }

  /// The value of a label that stands for a number.
  static func number(_ label: String) -> Double? {
    let isHexadecimal = label.utf8.contains { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
    guard !isHexadecimal, let number = Double(label), number.magnitude < 0x1p53 else { return nil }
    // 0 and -0 are one class.
    return number + 0
  }
}

extension Tensor {
  /// A row for each class: 1 at its position, else 0.
  public static func oneHot(_ classes: [Int], count: Int) -> Tensor {
    if let wrong = classes.first(where: { $0 < 0 || $0 >= count }) {
      fatalError("oneHot: \(wrong) is not a class in 0..<\(count)")
    }
    var result = Tensor()
    result.assignOneHot(indices: Tensor(integers: classes), classes: count)
    return result
  }
}
