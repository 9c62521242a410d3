// exp, log, tanh, sigmoid, erf of vectors of doubles: branch-free, within 2 ulp.
//
// Polynomials fitted for this file are minimax (Remez, in 60 digits); others are cited.

/// (exp r - 1 - r) / r^2 for r in +-log(2)/2.
BP_INLINE V exp_tail_f64(V r) {
  V p = (V)0x1.ad7b82d9d5540p-26;
  p = p * r + 0x1.28ad6bc1d8111p-22;
  p = p * r + 0x1.71df27fbcb278p-19;
  p = p * r + 0x1.a0199a16d83f0p-16;
  p = p * r + 0x1.a01a012912c2cp-13;
  p = p * r + 0x1.6c16c18424c2bp-10;
  p = p * r + 0x1.1111111127fccp-7;
  p = p * r + 0x1.555555555089ep-5;
  p = p * r + 0x1.55555555554f9p-3;
  p = p * r + 0x1.000000000000ap-1;
  return p;
}

/// exp x = 2^k exp r, r in +-log(2)/2. The constant 1.5 * 2^52 rounds to a whole number in the low
/// bits of the sum. log 2 is split (fdlibm) so that k times its upper part is exact, with or
/// without FMA. 2^k is two factors, so that k may go beyond the exponents of normal numbers: the
/// second product rounds once into the denormal range. `tight` adds what the reduced argument
/// rounds off: 0.2 ulp less, for functions that have errors of their own to come.
BP_INLINE V exp_within_f64(V x, int tight) {
  x = x > 710.0 ? (V)710.0 : x;
  x = x < -746.0 ? (V)-746.0 : x;
  const V shifted = x * 0x1.71547652b82fep0 + 0x1.8p52;
  const V k = shifted - 0x1.8p52;
  const V high = x - k * 6.93147180369123816490e-01, low = k * 1.90821492927058770002e-10;
  const V r = high - low;
  const V p = exp_tail_f64(r);
  const V power = tight ? 1.0 + (r + ((r * r) * p + ((high - r) - low))) : 1.0 + (r + (r * r) * p);
  // k + 2048 > 0, halved; the exponent field of 2^(h - 1024) is h - 1.
  const U sum = (U)shifted - (U)(V)0x1.8p52 + 2048;
  const U half = sum >> 1;
  return power * (V)((half - 1) << 52) * (V)((sum - half - 1) << 52);
}

BP_INLINE V exp_v_f64(V x) { return exp_within_f64(x, 0); }

/// exp x - 1 for x <= 0. Near 0 the 1 of the series is left out; elsewhere exp is so far below 1
/// that the difference magnifies its error by no more than 2.
BP_INLINE V expm1_negative_f64(V x) {
  return x > -0.34 ? x + (x * x) * exp_tail_f64(x) : exp_within_f64(x, 1) - 1.0;
}

/// log x = k log 2 + log(1 + f), 1 + f in [sqrt 1/2, sqrt 2]: the method and the coefficients of
/// fdlibm's e_log.c (Sun Microsystems, 1993).
BP_INLINE V log_v_f64(V x) {
  const V scaled = x < 0x1p-1022 ? x * 0x1p54 : x;
  const U bits = (U)scaled + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
  const V bias = x < 0x1p-1022 ? (V)(0x1p52 + 1023 + 54) : (V)(0x1p52 + 1023);
  const V k = (V)((bits >> 52) | 0x4330000000000000) - bias;
  const V f = (V)((bits & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1.0;
  const V s = f / (2.0 + f);
  const V z = s * s;
  V p = (V)1.479819860511658591e-01;
  p = p * z + 1.531383769920937332e-01;
  p = p * z + 1.818357216161805012e-01;
  p = p * z + 2.222219843214978396e-01;
  p = p * z + 2.857142874366239149e-01;
  p = p * z + 3.999999999940941908e-01;
  p = p * z + 6.666666666666735130e-01;
  p = p * z;
  const V square = 0.5 * f * f;
  const V low = s * (square + p) + k * 1.90821492927058770002e-10;
  V y = k * 6.93147180369123816490e-01 - ((square - low) - f);
  y = x < (V)INFINITY ? y : x;  // infinity and NaN
  y = x < 0.0 ? (V)NAN : y;
  return x == 0.0 ? (V)-INFINITY : y;
}

/// Below 5/8 the rational approximation of Cephes (S. L. Moshier, tanh.c); above it,
/// 1 - 2 / (exp 2x + 1). The two share one division.
BP_INLINE V tanh_v_f64(V x) {
  const V a = K(magnitude)(x);
  const V z = a * a;
  V p = (V)-9.64399179425052238628e-1;
  p = p * z - 9.92877231001918586564e1;
  p = p * z - 1.61468768441708447952e3;
  V q = z + 1.12811678491632931402e2;
  q = q * z + 2.23548839060100448583e3;
  q = q * z + 4.84406305325125486048e3;
  const V e = exp_v_f64((a > 22.0 ? (V)22.0 : a) * 2.0);
  const V ratio = (a < 0.625 ? a * z * p : (V)-2.0) / (a < 0.625 ? q : e + 1.0);
  const V y = (a < 0.625 ? a : (V)1.0) + ratio;
  return (V)((U)y | ((U)x & (U)(V)-0.0));
}

/// z / (1 + z) with z = exp(-|x|), or 1 / (1 + z): never loses the small values of either side.
/// What 1 + z rounds off is known exactly; to first order it changes the quotient by that over
/// 1 + z, which is the quotient itself or one less it.
BP_INLINE V sigmoid_v_f64(V x) {
  const V z = exp_within_f64(-K(magnitude)(x), 1);
  const V sum = 1.0 + z;
  const V rest = z - (sum - 1.0);
  const V y = (x < 0.0 ? z : (V)1.0) / sum;
  return y - y * (rest * (x < 0.0 ? 1.0 - y : y));
}

/// Below 1, x + x P(x^2) for erf(x) / x - 1 (minimax, 2^-57); above it, 1 - exp(-Q(x - 1)), where Q
/// is -log(erfc x) with its error weighted by erfc (2^-57 of the result), up to where erf is 1.
BP_INLINE V erf_v_f64(V x) {
  const V a = K(magnitude)(x);
  const V z = a * a;
  V p = (V)-0x1.acdff90b8ebd8p-31;
  p = p * z + 0x1.d784936618cc2p-27;
  p = p * z - 0x1.5c16e30fb0d45p-23;
  p = p * z + 0x1.b9827b1885f9bp-20;
  p = p * z - 0x1.f4ca94990cb86p-17;
  p = p * z + 0x1.f9a2bf73f0c68p-14;
  p = p * z - 0x1.c02db072f3fe0p-11;
  p = p * z + 0x1.565bccfa9a825p-8;
  p = p * z - 0x1.b82ce312062bcp-6;
  p = p * z + 0x1.ce2f21a041018p-4;
  p = p * z - 0x1.812746b0379c2p-2;
  p = p * z + 0x1.06eba8214db68p-3;
  const V t = (a > 5.95 ? (V)5.95 : a) - 1.0;
  V q = (V)0x1.5652322a5b632p-38;
  q = q * t - 0x1.0662c2f2a6548p-33;
  q = q * t + 0x1.6a93b266952b0p-30;
  q = q * t - 0x1.24b1916a9661ap-27;
  q = q * t + 0x1.1ed268a6ca3a4p-25;
  q = q * t - 0x1.f24d9521e2292p-25;
  q = q * t - 0x1.b7d56a3090b56p-23;
  q = q * t + 0x1.1e24e8535a5b4p-19;
  q = q * t - 0x1.44847ba58a939p-17;
  q = q * t + 0x1.c852b01a7d814p-16;
  q = q * t - 0x1.b92ddb2873fd4p-16;
  q = q * t - 0x1.f1b04a8f90020p-13;
  q = q * t + 0x1.033f5a135b29cp-9;
  q = q * t - 0x1.48c9d37fca2c1p-7;
  q = q * t + 0x1.5477f099b7179p-5;
  q = q * t + 0x1.afabc11a2afd4p-1;
  q = q * t + 0x1.51c9b0006c21ap+1;
  q = q * t + 0x1.d97fbf27aa2a1p+0;
  const V large = 1.0 - exp_v_f64(-q);
  const V y = a < 1.0 ? a + a * p : large;
  return (V)((U)y | ((U)x & (U)(V)-0.0));
}
