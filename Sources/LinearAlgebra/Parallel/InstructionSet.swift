internal import CVectorMath

/// The vector instructions that the element-wise kernels use on this processor.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// What every processor of the architecture has (on x86-64: SSE2).
  case baseline
  /// AVX2 and FMA.
  case x86v3 = "x86-64-v3"
  /// AVX-512.
  case x86v4 = "x86-64-v4"

  /// The set in use: the best that the processor has, or what the environment variable
  /// `BACKPROP_ISA` names.
  public static var current: InstructionSet {
    InstructionSet(rawValue: String(cString: bp_isa_name(bp_current_isa()))) ?? .baseline
  }
}

extension InstructionSet: CustomStringConvertible {
  /// The name in the manuals of compilers: `x86-64-v3`.
  public var description: String { rawValue }
}
