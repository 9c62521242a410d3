// Activations and their derivatives, element by element: a is the input (or, for elu_backward, the
// output), b the gradient with respect to the output, s and t are what the function is set to.

/// log(1 + e) for e in [0, 1]: what 1 + e rounds off is known exactly, and changes the logarithm by
/// that over 1 + e.
BP_INLINE V K(log_one_plus)(V e) {
  const V u = C(1) + e;
  return K(log_v)(u) + (e - (u - C(1))) / u;
}

/// log(1 + exp z), at most 2 ulp, without overflow.
BP_INLINE V K(softplus_v)(V z) {
  const V rest = K(log_one_plus)(K(exp_within)(-K(magnitude)(z), 1));
  return (z > C(0) ? z : (z <= C(0) ? (V)C(0) : z)) + rest;
}

// Products with a factor that is 0 at -infinity: 0 there, not NaN.
BP_INLINE V K(times)(V a, V factor) { return factor == C(0) ? (V)C(0) : a * factor; }

// Beyond this the derivatives of gelu and silu are 0 or 1 to the last bit.
BP_INLINE V K(within)(V a, V limit) { return a < -limit ? -limit : (a > limit ? limit : a); }

// The normal distribution: below -1 with an absolute error of half an ulp of 1, as 1 + erf has.
BP_INLINE V K(normal_probability)(V a) {
  return C(0.5) * (C(1) + K(erf_v)(a * C(0.70710678118654752440)));
}
BP_INLINE V K(gelu_derivative)(V x) {
  const V a = K(within)(x, (V)C(40));
  const V density = C(0.39894228040143267794) * K(exp_v)(C(-0.5) * a * a);
  return K(normal_probability)(a) + a * density;
}

// 1/2 (1 + tanh u) is sigmoid(2 u), which keeps its digits where tanh is near -1.
BP_INLINE V K(gelu_tanh_gate)(V a) {
  return K(sigmoid_v)(C(1.59576912160573071176) * (a + C(0.044715) * a * a * a));
}
BP_INLINE V K(gelu_tanh_derivative)(V x) {
  const V a = K(within)(x, (V)C(40));
  const V gate = K(gelu_tanh_gate)(a);
  const V slope = C(1.59576912160573071176) * (C(1) + C(0.134145) * a * a);
  return gate + a * gate * (C(1) - gate) * slope;
}
BP_INLINE V K(silu_derivative)(V x) {
  const V a = K(within)(x, (V)C(800));
  const V gate = K(sigmoid_v)(a);
  return gate * (C(1) + a * (C(1) - gate));
}

BP_MAP_COSTLY(elu, a > C(0) ? t * a : s * K(expm1_negative)(a > C(0) ? (V)C(0) : a))
BP_MAP(elu_backward, a > C(0) ? t * b : b * (a + s))
BP_MAP_COSTLY(gelu, K(times)(a, K(normal_probability)(a)))
BP_MAP_COSTLY(gelu_backward, b *K(gelu_derivative)(a))
BP_MAP_COSTLY(gelu_tanh, K(times)(a, K(gelu_tanh_gate)(a)))
BP_MAP_COSTLY(gelu_tanh_backward, b *K(gelu_tanh_derivative)(a))
BP_MAP_COSTLY(silu, K(times)(a, K(sigmoid_v)(a)))
BP_MAP_COSTLY(silu_backward, b *K(silu_derivative)(a))
// s is beta, t the threshold.
BP_MAP_COSTLY(softplus, s * a > t ? a : K(softplus_v)(s * a) / s)
BP_MAP_COSTLY(softplus_backward, s * a > t ? b : b * K(sigmoid_v)(s * a))
// No gradient on the borders; NaN stays.
BP_MAP(clamp_backward, ((a > s) & (a < t)) ? b : (a == a ? (V)C(0) : a))
BP_MAP(prelu_backward, a > C(0) ? b : (a <= C(0) ? s * b : a))

/// What the slope is multiplied by.
BP_INLINE V K(prelu_slope_of)(V a, V b) { return a > C(0) ? (V)C(0) : a * b; }
BP_SUM(prelu_slope, K(prelu_slope_of)(a, b))
