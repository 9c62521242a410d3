extension NetworkCase {
  /// Networks of which one size grows; 45 and 46 features are where PyTorch's threads wake up.
  static let scaling: [(name: String, networks: [(detail: String, network: NetworkCase)])] = [
    (
      "batch",
      [1, 8, 32, 128, 512].map { batch in
        ("\(batch)", NetworkCase(name: "batch", sizes: [784, 256, 128, 10], batch: batch))
      }
    ),
    (
      "width",
      [16, 45, 46, 64, 128, 256, 512, 1024].map { width in
        ("\(width)", NetworkCase(name: "width", sizes: [width, width, width], batch: 64))
      }
    ),
    (
      "depth",
      [1, 2, 4, 8, 16].map { depth in
        let hidden = [Int](repeating: 64, count: depth)
        return ("\(depth)", NetworkCase(name: "depth", sizes: [64] + hidden + [10], batch: 32))
      }
    ),
  ]
}
