import BackpropTraining
import LinearAlgebra

extension DataSet {
  /// The images of digits that are compiled in.
  static func digits() -> DataSet {
    let pixels = 64
    // The pixels, a blank, the digit, and the end of the line (which the last one lacks).
    let lineLength = pixels + 3
    let text = DigitsImages.text
    let count = (text.utf8CodeUnitCount + 1) / lineLength
    let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    var scalars: [Double] = []
    scalars.reserveCapacity(count * pixels)
    var classes: [Int] = []
    classes.reserveCapacity(count)
    for image in 0..<count {
      let line = bytes[(image * lineLength)...].prefix(lineLength - 1)
      for byte in line.prefix(pixels) { scalars.append(Double(byte - UInt8(ascii: "0"))) }
      classes.append(Int(line[line.endIndex - 1] - UInt8(ascii: "0")))
    }
    return DataSet(
      name: "UCI optdigits", samples: "images of 8x8 pixels",
      attribution: "Alpaydin and Kaynak, https://doi.org/10.24432/C50P49, CC BY 4.0",
      contents: .table(Tensor(shape: Shape(count, pixels), scalars), .factor(1.0 / 16)),
      classes: classes, labels: ClassLabels(names: (0...9).map(String.init)), imageSize: (8, 8))
  }
}
