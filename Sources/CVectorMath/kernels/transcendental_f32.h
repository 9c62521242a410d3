// exp, log, tanh, sigmoid, erf of vectors of floats, computed in single precision: the same
// methods as in transcendental_f64.h, where they are explained, with shorter polynomials.

BP_INLINE V exp_tail_f32(V r) {
  V p = (V)0x1.6a2464p-10f;
  p = p * r + 0x1.1239e2p-7f;
  p = p * r + 0x1.5558f2p-5f;
  p = p * r + 0x1.555492p-3f;
  p = p * r + 0x1.fffffcp-2f;
  return p;
}

BP_INLINE V exp_within_f32(V x, int tight) {
  x = x > 89.0f ? (V)89.0f : x;
  x = x < -104.0f ? (V)-104.0f : x;
  const V shifted = x * 0x1.715476p0f + 0x1.8p23f;
  const V k = shifted - 0x1.8p23f;
  // The split of Cephes (expf.c): the upper part has 9 bits.
  const V high = x - k * 0.693359375f, low = k * -2.12194440e-4f;
  const V r = high - low;
  const V p = exp_tail_f32(r);
  const V power = tight ? 1.0f + (r + ((r * r) * p + ((high - r) - low))) : 1.0f + (r + (r * r) * p);
  const U sum = (U)shifted - (U)(V)0x1.8p23f + 512;
  const U half = sum >> 1;
  return power * (V)((half - 129) << 23) * (V)((sum - half - 129) << 23);
}

BP_INLINE V exp_v_f32(V x) { return exp_within_f32(x, 0); }

BP_INLINE V expm1_negative_f32(V x) {
  return x > -0.34f ? x + (x * x) * exp_tail_f32(x) : exp_within_f32(x, 1) - 1.0f;
}

/// fdlibm's e_logf.c (Ian Lance Taylor, Cygnus Support; Sun Microsystems, 1993).
BP_INLINE V log_v_f32(V x) {
  const V scaled = x < 0x1p-126f ? x * 0x1p25f : x;
  const U bits = (U)scaled + (0x3f800000 - 0x3f3504f3);
  const V bias = x < 0x1p-126f ? (V)(0x1p23f + 127 + 25) : (V)(0x1p23f + 127);
  const V k = (V)((bits >> 23) | 0x4b000000) - bias;
  const V f = (V)((bits & 0x007fffff) + 0x3f3504f3) - 1.0f;
  const V s = f / (2.0f + f);
  const V z = s * s;
  V p = (V)0xf89e26.0p-26f;
  p = p * z + 0x91e9ee.0p-25f;
  p = p * z + 0xccce13.0p-25f;
  p = p * z + 0xaaaaaa.0p-24f;
  p = p * z;
  const V square = 0.5f * f * f;
  const V low = s * (square + p) + k * 9.0580006145e-06f;
  V y = k * 6.9313812256e-01f - ((square - low) - f);
  y = x < (V)INFINITY ? y : x;
  y = x < 0.0f ? (V)NAN : y;
  return x == 0.0f ? (V)-INFINITY : y;
}

/// Below 5/8, x + x^3 P(x^2) (minimax, 2^-32).
BP_INLINE V tanh_v_f32(V x) {
  const V a = K(magnitude)(x);
  const V z = a * a;
  V p = (V)0x1.197cf6p-9f;
  p = p * z - 0x1.0c2212p-7f;
  p = p * z + 0x1.63951cp-6f;
  p = p * z - 0x1.b9ef86p-5f;
  p = p * z + 0x1.11106cp-3f;
  p = p * z - 0x1.555554p-2f;
  const V e = exp_v_f32((a > 10.0f ? (V)10.0f : a) * 2.0f);
  const V y = a < 0.625f ? a + a * (z * p) : 1.0f - 2.0f / (e + 1.0f);
  return (V)((U)y | ((U)x & (U)(V)-0.0f));
}

BP_INLINE V sigmoid_v_f32(V x) {
  const V z = exp_within_f32(-K(magnitude)(x), 1);
  const V sum = 1.0f + z;
  const V rest = z - (sum - 1.0f);
  const V y = (x < 0.0f ? z : (V)1.0f) / sum;
  return y - y * (rest * (x < 0.0f ? 1.0f - y : y));
}

BP_INLINE V erf_v_f32(V x) {
  const V a = K(magnitude)(x);
  const V z = a * a;
  V p = (V)0x1.4ae4c6p-14f;
  p = p * z - 0x1.a485f8p-11f;
  p = p * z + 0x1.5419fap-8f;
  p = p * z - 0x1.b7fbb6p-6f;
  p = p * z + 0x1.ce2d20p-4f;
  p = p * z - 0x1.81273ep-2f;
  p = p * z + 0x1.06eba8p-3f;
  const V t = (a > 3.95f ? (V)3.95f : a) - 1.0f;
  V q = (V)0x1.6bd6eep-16f;
  q = q * t - 0x1.2f9740p-12f;
  q = q * t + 0x1.07b652p-9f;
  q = q * t - 0x1.4933bcp-7f;
  q = q * t + 0x1.547cf0p-5f;
  q = q * t + 0x1.afabbcp-1f;
  q = q * t + 0x1.51c9b0p+1f;
  q = q * t + 0x1.d97fc0p+0f;
  const V large = 1.0f - exp_v_f32(-q);
  const V y = a < 1.0f ? a + a * p : large;
  return (V)((U)y | ((U)x & (U)(V)-0.0f));
}
