// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
/// What layers and criterions compute on whole buffers, beyond `VectorRoutines`.
///
/// `CVectorMath/include/vector_math.h` says what each does.
@_documentation(visibility: internal)
public protocol LayerRoutines {
  static func activate(
    _ function: ActivationFunction, _ x: UnsafePointer<Self>, _ s: Self, _ t: Self,
    _ y: UnsafeMutablePointer<Self>, _ count: Int
  )

  static func activateBackward(
    _ function: ActivationFunction, _ x: UnsafePointer<Self>,
    _ gradOutput: UnsafePointer<Self>, _ s: Self, _ t: Self,
    _ gradInput: UnsafeMutablePointer<Self>, _ count: Int
  )

  static func preluSlope(
    _ x: UnsafePointer<Self>, _ gradOutput: UnsafePointer<Self>, _ count: Int
  ) -> Self

  static func map(
    _ function: FeatureMap, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>?,
    _ p: UnsafePointer<Self>, _ q: UnsafePointer<Self>?, _ r: UnsafePointer<Self>?,
    _ y: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int
  )

  static func sum(
    _ function: FeatureSum, _ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>?,
    _ p: UnsafePointer<Self>?, _ beta: Self, _ y: UnsafeMutablePointer<Self>, _ rows: Int,
    _ columns: Int
  )

  static func layerNorm(
    _ x: UnsafePointer<Self>, _ gamma: UnsafePointer<Self>?, _ beta: UnsafePointer<Self>?,
    _ epsilon: Self, _ normalized: UnsafeMutablePointer<Self>,
    _ inverse: UnsafeMutablePointer<Self>, _ y: UnsafeMutablePointer<Self>, _ rows: Int,
    _ columns: Int
  )

  static func layerNormBackward(
    _ gradOutput: UnsafePointer<Self>, _ gamma: UnsafePointer<Self>?,
    _ normalized: UnsafePointer<Self>, _ inverse: UnsafePointer<Self>,
    _ gradInput: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int
  )

  static func loss(
    _ function: ElementLoss, _ x: UnsafePointer<Self>, _ target: UnsafePointer<Self>,
    _ weights: UnsafePointer<Self>?, _ positive: UnsafePointer<Self>?, _ s: Self,
    _ alpha: Self, _ gradInput: UnsafeMutablePointer<Self>?, _ rows: Int, _ columns: Int
  ) -> Self

  static func multiMargin(
    _ x: UnsafePointer<Self>, indices: UnsafePointer<Self>, _ weights: UnsafePointer<Self>?,
    power: Int, margin: Self, _ alpha: Self, _ gradInput: UnsafeMutablePointer<Self>?,
    _ rows: Int, _ columns: Int
  ) -> Self
}
