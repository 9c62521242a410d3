import LinearAlgebra
import Testing

/// What the library sets for the whole process. Each in a process of its own, because it is set once.
@Suite struct OpenBLASTests {
  @Test func ownThreadsAreSwitchedOff() async {
    await #expect(processExitsWith: .success) {
      let product = matmul(Tensor<Double>.ones([2, 2]), Tensor<Double>.ones([2, 2]))
      #expect(product.scalars == [2, 2, 2, 2])
      #expect(OpenBLAS.threadCount == 1)
    }
  }

  /// On a machine with one processor there is nothing to see.
  @Test(.enabled(if: Parallel.availableProcessors > 1)) func ownThreadsAreKept() async {
    await #expect(processExitsWith: .success) {
      OpenBLAS.keepsItsThreads = true
      _ = matmul(Tensor<Double>.ones([2, 2]), Tensor<Double>.ones([2, 2]))
      #expect(OpenBLAS.threadCount > 1)
    }
  }

  @Test func theLibraryTellsItsName() {
    #expect(OpenBLAS.configuration.hasPrefix("OpenBLAS"))
    #expect(!OpenBLAS.kernelName.isEmpty)
  }
}
