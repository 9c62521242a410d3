/// A type of scalar that the library computes with: `Double` or `Float`, and nothing else.
///
/// Its own operations (`VectorRoutines`, `LayerRoutines`, `BLASRoutines`, `LAPACKRoutines`) work on whole buffers;
/// use them through `Tensor`.
public protocol BLASScalar:
  BinaryFloatingPoint, LosslessStringConvertible, Sendable, VectorRoutines, LayerRoutines,
  BLASRoutines, LAPACKRoutines
{
  /// Converts, with a loss of precision where `Self` is the narrower type.
  init(_ value: Double)
  /// The value as a `Double`, exactly.
  var asDouble: Double { get }
  /// Runs the tiles of a product on the pool, waking threads for it or not.
  @_documentation(visibility: internal)
  static func runTiles(_ product: inout TiledProduct<Self>, waking: Bool)
  /// Runs a small product A B' after forming B'.
  @_documentation(visibility: internal)
  static func runWithBTransposed(_ product: inout TiledProduct<Self>)
}

extension Double: BLASScalar {
  /// The value itself.
  public var asDouble: Double { self }
}

extension Float: BLASScalar {
  /// The value as a `Double`, exactly.
  public var asDouble: Double { Double(self) }
}
