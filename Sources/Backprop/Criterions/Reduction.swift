/// What a criterion divides the sum of its losses by.
public enum Reduction: Sendable, Hashable, CaseIterable {
  /// By the batch size.
  case batchMean
  /// As PyTorch and Torch7 do: regression losses by the number of all elements; classification
  /// losses by the batch size or, with class weights, by the sum of the weights of the targets.
  case mean
  /// By nothing.
  case sum
}
