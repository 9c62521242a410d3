extension Tensor {
  /// A scalar of a vector.
  public subscript(i: Int) -> Scalar {
    get { pointer[offset(i)] }
    set {
      let offset = offset(i)
      mutablePointer()[offset] = newValue
    }
  }

  /// A scalar of a matrix: row, column.
  public subscript(i: Int, j: Int) -> Scalar {
    get { pointer[offset(i, j)] }
    set {
      let offset = offset(i, j)
      mutablePointer()[offset] = newValue
    }
  }

  /// A scalar of a tensor of rank 3.
  public subscript(i: Int, j: Int, k: Int) -> Scalar {
    get { pointer[offset(i, j, k)] }
    set {
      let offset = offset(i, j, k)
      mutablePointer()[offset] = newValue
    }
  }

  /// A scalar of a tensor of rank 4 or more: as many indices as there are axes.
  ///
  /// - Complexity: O(rank), and allocates the list of indices.
  public subscript(i: Int, j: Int, k: Int, l: Int, rest: Int...) -> Scalar {
    get { pointer[offset(of: [i, j, k, l] + rest)] }
    set {
      let offset = offset(of: [i, j, k, l] + rest)
      mutablePointer()[offset] = newValue
    }
  }

  private func offset(_ i: Int) -> Int {
    require(
      rank == 1 && i >= 0 && i < shape[0], "index [\(i)] into a tensor of shape \(shape)")
    return i
  }

  private func offset(_ i: Int, _ j: Int) -> Int {
    require(
      rank == 2 && i >= 0 && i < shape[0] && j >= 0 && j < shape[1],
      "index [\(i), \(j)] into a tensor of shape \(shape)")
    return i * shape[1] + j
  }

  private func offset(_ i: Int, _ j: Int, _ k: Int) -> Int {
    require(
      rank == 3 && i >= 0 && i < shape[0] && j >= 0 && j < shape[1] && k >= 0 && k < shape[2],
      "index [\(i), \(j), \(k)] into a tensor of shape \(shape)")
    return (i * shape[1] + j) * shape[2] + k
  }

  private func offset(of indices: [Int]) -> Int {
    require(indices.count == rank, "index \(indices) into a tensor of shape \(shape)")
    var offset = 0
    for (axis, index) in indices.enumerated() {
      require(
        index >= 0 && index < shape[axis], "index \(indices) into a tensor of shape \(shape)")
      offset = offset * shape[axis] + index
    }
    return offset
  }
}
