/// The rules of optimizers whose steps have one signature; `CVectorMath/kernels/optimizers.h` says what
/// each does.
@_documentation(visibility: internal)
public enum OptimizerRule: UInt32, Sendable {
  case asgd, adagrad, adadelta, rmsprop, rprop, adamax, amsgrad, nadam, radam, lion
}

/// What a rule needs besides its vectors; the comment at each says which of them it reads.
@_documentation(visibility: internal)
public struct StepOptions<Scalar> {
  var rate: Scalar
  var weightDecay: Scalar
  var shrink: Scalar
  var decay1: Scalar
  var decay2: Scalar
  var epsilon: Scalar
  var scale1: Scalar
  var scale2: Scalar
  var rootScale: Scalar
}

extension StepOptions where Scalar: BLASScalar {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  package init(
    rate: Scalar, weightDecay: Scalar = 0, shrink: Scalar = 1, decay1: Scalar = 0,
    decay2: Scalar = 0, epsilon: Scalar = 0, scale1: Scalar = 1, scale2: Scalar = 1,
    rootScale: Scalar = 1
  ) {
    self.rate = rate
    self.weightDecay = weightDecay
    self.shrink = shrink
    self.decay1 = decay1
    self.decay2 = decay2
    self.epsilon = epsilon
    self.scale1 = scale1
    self.scale2 = scale2
    self.rootScale = rootScale
  }
}
