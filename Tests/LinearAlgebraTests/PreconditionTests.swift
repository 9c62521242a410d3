import LinearAlgebra
import Testing

/// Mistakes in a program stop it, with a message that names what did not fit, in release builds too.
@Suite struct PreconditionTests {
  private func expect(_ words: [String], in result: ExitTest.Result?) {
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for word in words { #expect(output.contains(word)) }
  }

  @Test func productsOfShapesThatDoNotFit() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Double>.zeros([2, 3]), Tensor<Double>.zeros([4, 5]))
    }
    expect(["[2, 3]", "[4, 5]"], in: result)
  }

  @Test func productsIntoAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var c = Tensor<Float>.zeros([3, 3])
      c.addProduct(Tensor.zeros([2, 3]), Tensor.zeros([3, 5]))
    }
    expect(["[2, 5]", "[3, 3]"], in: result)
  }

  @Test func productsOfVectors() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = matmul(Tensor<Double>.zeros([7]), Tensor<Double>.zeros([7, 2]))
    }
    expect(["[7]", "not a matrix"], in: result)
  }

  @Test func indicesOutOfRange() async {
    let beyond = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([2, 3])[1, 3]
    }
    expect(["[1, 3]", "[2, 3]"], in: beyond)
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var vector = Tensor<Double>.zeros([4])
      vector[-1] = 0
    }
    expect(["[-1]", "[4]"], in: negative)
  }

  @Test func tooFewIndices() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([2, 3])[1]
    }
    expect(["[1]", "[2, 3]"], in: result)
  }

  @Test func shapesThatCannotBeBroadcast() async {
    let either = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([4, 3]) + Tensor<Double>.zeros([4])
    }
    expect(["add", "[4, 3]", "[4]"], in: either)
    let inPlace = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var row = Tensor<Float>.zeros([3])
      row *= Tensor.zeros([4, 3])
    }
    expect(["multiply", "[4, 3]", "[3]"], in: inPlace)
  }

  @Test func reshapingToAnotherCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([2, 3]).reshaped(to: [4, 2])
    }
    expect(["[2, 3]", "[4, 2]", "6", "8"], in: result)
  }

  @Test func scalarsThatDoNotFillTheShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>(shape: [2, 2], [1, 2, 3])
    }
    expect(["[2, 2]", "4", "3"], in: result)
  }

  @Test func rowsOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([3, 2]).rows(2..<4)
    }
    expect(["2..<4", "[3, 2]"], in: result)
  }

  @Test func extremesOfNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([3, 0]).max(axis: 1)
    }
    expect(["maximum", "axis 1", "[3, 0]"], in: result)
  }

  @Test func axesThatShapesLack() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.zeros([3, 1]).sum(axis: 2)
    }
    expect(["axis 2", "[3, 1]"], in: result)
  }

  @Test func aNinthExtent() async {
    await #expect(processExitsWith: .failure) {
      _ = Shape([1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  }

  @Test func aPlaceCannotTakeAnotherShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var place = Tensor<Double>(
        placeIn: TensorStorage(of: Double.self, capacity: 4), shape: [2, 2])
      place.prepareToOverwrite(shape: [4])
    }
    expect(["[2, 2]", "[4]"], in: result)
  }
}
