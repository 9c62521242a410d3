// The loops of philox.c, which includes this once for each instruction set, with SUFFIX, LANES,
// INTERLEAVED and WIDE defined. No include guard, therefore.
#pragma STDC FP_CONTRACT OFF

#define NAME(name) BP_JOIN(name, SUFFIX)

// Vectors of whole numbers, a word of one block (in the low half) to a lane.
typedef uint64_t NAME(lanes) __attribute__((vector_size(8 * LANES)));
typedef uint64_t NAME(pairs) __attribute__((vector_size(16 * LANES)));

// The blocks computed ahead of their conversion: few enough to stay in the first-level cache.
#define BUFFER_BLOCKS 128
#define BUFFER_WORDS (4 * BUFFER_BLOCKS)

/// The words of `count` blocks from block number `first` on, rounded up to a multiple of LANES.
WIDE static void NAME(philox_blocks)(
    const philox_source *source, uint64_t first, ptrdiff_t count, uint32_t *words) {
  NAME(lanes) counter;
  for (int i = 0; i < LANES; i++) counter[i] = first + (uint64_t)i;
  for (ptrdiff_t block = 0; block < count; block += LANES) {
    uint32_t k0 = (uint32_t)source->key, k1 = (uint32_t)(source->key >> 32);
    NAME(lanes) c0 = counter;
    NAME(lanes) c1 = (counter >> 32) & 0x3fffffff;  // positions wrap at 2^64
    NAME(lanes) c2 = (NAME(lanes)){0} + (source->stream & 0xffffffff);
    NAME(lanes) c3 = (NAME(lanes)){0} + (source->stream >> 32);
    // The upper halves of c0 ... c3 hold rubbish, which no product and no result sees.
#pragma clang loop unroll(full)
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
      NAME(lanes) product0 = (c0 & 0xffffffff) * multiplier0;
      NAME(lanes) product1 = (c2 & 0xffffffff) * multiplier1;
      c0 = (product1 >> 32) ^ c1 ^ k0;
      c1 = product1;
      c2 = (product0 >> 32) ^ c3 ^ k1;
      c3 = product0;
      k0 += weyl0;
      k1 += weyl1;
    }
    NAME(lanes) low = (c0 & 0xffffffff) | (c1 << 32);
    NAME(lanes) high = (c2 & 0xffffffff) | (c3 << 32);
    NAME(pairs) pairs = __builtin_shufflevector(low, high, INTERLEAVED);
    memcpy(words + 4 * block, &pairs, sizeof pairs);
    counter += LANES;
  }
}

/// Computes words for as many elements as fit the buffer, of `words_per_element` words each, with
/// the first at `position`. Returns how many, at most n, and where in the buffer they start.
static ptrdiff_t NAME(philox_refill)(
    const philox_source *source, uint64_t position, ptrdiff_t words_per_element, ptrdiff_t n,
    uint32_t *buffer, const uint32_t **words) {
  ptrdiff_t skip = (ptrdiff_t)(position % 4);
  ptrdiff_t count = (BUFFER_WORDS - skip) / words_per_element;
  if (count > n) count = n;
  ptrdiff_t blocks = (skip + count * words_per_element + 3) / 4;
  NAME(philox_blocks)(source, position / 4, blocks, buffer);
  *words = buffer + skip;
  return count;
}

/// Two words as a number, the first one low.
static inline uint64_t NAME(pair_at)(const uint32_t *words) {
  uint64_t pair;
  memcpy(&pair, words, sizeof pair);
  return pair;
}

// Defines a philox_loop: its body converts the words at w to the `count` elements at y.
#define PHILOX_LOOP(name, T, words_per_element, ...) \
  static void NAME(name)( \
      const philox_source *source, void *output, ptrdiff_t start, ptrdiff_t n) { \
    uint32_t buffer[BUFFER_WORDS]; \
    T *y = (T *)output + start; \
    uint64_t position = source->position + (uint64_t)start * words_per_element; \
    while (n > 0) { \
      const uint32_t *w; \
      ptrdiff_t count = \
          NAME(philox_refill)(source, position, words_per_element, n, buffer, &w); \
      __VA_ARGS__ \
      position += (uint64_t)count * words_per_element; \
      y += count; \
      n -= count; \
    } \
  }

PHILOX_LOOP(words, uint32_t, 1, { memcpy(y, w, (size_t)count * sizeof *y); })

PHILOX_LOOP(uniform_f64, double, 2, {
  for (ptrdiff_t i = 0; i < count; i++) {
    y[i] = (double)(NAME(pair_at)(w + 2 * i) >> 11) * 0x1p-53;
  }
})

PHILOX_LOOP(uniform_f32, float, 1, {
  for (ptrdiff_t i = 0; i < count; i++) y[i] = (float)(int32_t)(w[i] >> 8) * 0x1p-24f;
})

#define BERNOULLI_LOOP(name, T) \
  PHILOX_LOOP(name, T, 1, { \
    T value = (T)source->value; \
    uint32_t threshold = (uint32_t)source->threshold; \
    if (source->threshold > UINT32_MAX) { \
      for (ptrdiff_t i = 0; i < count; i++) y[i] = value; \
    } else { \
      for (ptrdiff_t i = 0; i < count; i++) y[i] = w[i] < threshold ? value : 0; \
    } \
  })
BERNOULLI_LOOP(bernoulli_f64, double)
BERNOULLI_LOOP(bernoulli_f32, float)
#undef BERNOULLI_LOOP

static inline double NAME(polynomial)(const double coefficients[8], double x) {
  double sum = coefficients[0];
  for (int i = 1; i < 8; i++) sum = sum * x + coefficients[i];
  return sum;
}

/// -log(x) for normal x <= 1/2, to about one ulp.
static inline double NAME(minus_log)(double x) {
  // x = 2^e m with m within 1/sqrt(2) ... sqrt(2). e is kept 1024 too large and so positive, and
  // becomes a double as the low bits of 2^52.
  const uint64_t one = UINT64_C(1) << 52;
  uint64_t bits, exponent, e_bits, m_bits;
  double e, m;
  memcpy(&bits, &x, sizeof bits);
  exponent = (bits + (1024 * one - UINT64_C(0x3fe6a09e667f3bcd))) >> 52;
  e_bits = exponent | UINT64_C(0x4330000000000000);
  m_bits = bits - (exponent << 52) + 1024 * one;
  memcpy(&e, &e_bits, sizeof e);
  memcpy(&m, &m_bits, sizeof m);
  e -= 0x1p52 + 1024;
  // log m = 2 artanh s = 2 s + s z G(z) with z = s^2; G by Chebyshev interpolation to 3e-16.
  double s = (m - 1) / (m + 1), z = s * s;
  double g = 0x1.2b584aae78a57p-3;
  g = g * z + 0x1.39fe606542ddep-3;
  g = g * z + 0x1.7462b4ab2ef6bp-3;
  g = g * z + 0x1.c71c62e5800a1p-3;
  g = g * z + 0x1.2492492df148dp-2;
  g = g * z + 0x1.99999999952e2p-2;
  g = g * z + 0x1.5555555555558p-1;
  // ln 2 in two parts, the first of which times e is exact.
  return -(e * 0x1.62e42feep-1) - (e * 0x1.a39ef35793c76p-33 + (2 * s + s * (z * g)));
}

/// The quantile function for p or 1 - p far below the rest: the loop below leaves these out.
static double NAME(far_quantile)(double p) {
  if (!(p > 0 && p < 1)) return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
  double tail = p < 0.5 ? p : 1 - p, minus_log;
  if (tail < 0x1p-1022) {
    minus_log = NAME(minus_log)(tail * 0x1p60) + 60 * 0x1.62e42fefa39efp-1;
  } else {
    minus_log = NAME(minus_log)(tail);
  }
  double r = __builtin_elementwise_sqrt(minus_log) - 5;
  double x = NAME(polynomial)(far_numerator, r) / NAME(polynomial)(far_denominator, r);
  return p < 0.5 ? -x : x;
}

/// One in seven arguments of a uniform distribution lies outside the central region. These are
/// put aside, so that they alone pay for a logarithm and a square root.
static void NAME(quantile)(const double *p, double *y, ptrdiff_t n) {
  enum { BATCH = 256 };
  for (; n > 0; p += BATCH, y += BATCH, n -= BATCH) {
    ptrdiff_t count = n < BATCH ? n : BATCH, tails = 0;
    double batch[BATCH], tail_p[BATCH], tail_y[BATCH];
    int32_t tail_index[BATCH];
    memcpy(batch, p, (size_t)count * sizeof *p);  // y may be p
    for (ptrdiff_t i = 0; i < count; i++) {
      tail_p[tails] = batch[i];
      tail_index[tails] = (int32_t)i;
      tails += !(__builtin_fabs(batch[i] - 0.5) <= 0.425);  // NaN is put aside, too
    }
    for (ptrdiff_t i = 0; i < count; i++) {
      double q = batch[i] - 0.5, r = 0.180625 - q * q;
      y[i] = q * NAME(polynomial)(central_numerator, r) / NAME(polynomial)(central_denominator, r);
    }
    bool any_far = false;
    for (ptrdiff_t i = 0; i < tails; i++) {
      double tail = tail_p[i] < 0.5 ? tail_p[i] : 1 - tail_p[i];
      double r = __builtin_elementwise_sqrt(NAME(minus_log)(tail));
      any_far |= !(tail >= far_tail);
      r -= 1.6;
      double x = NAME(polynomial)(tail_numerator, r) / NAME(polynomial)(tail_denominator, r);
      tail_y[i] = tail_p[i] < 0.5 ? -x : x;
    }
    if (any_far) {
      for (ptrdiff_t i = 0; i < tails; i++) {
        double tail = tail_p[i] < 0.5 ? tail_p[i] : 1 - tail_p[i];
        if (!(tail >= far_tail)) tail_y[i] = NAME(far_quantile)(tail_p[i]);
      }
    }
    for (ptrdiff_t i = 0; i < tails; i++) y[tail_index[i]] = tail_y[i];
  }
}

// The upper 52 bits of a pair, as the low bits of 2^52 + k, give (k + 1/2) 2^-52 exactly.
#define NORMAL_LOOP(name, T, convert) \
  PHILOX_LOOP(name, T, 2, { \
    double p[BUFFER_WORDS / 2]; \
    for (ptrdiff_t i = 0; i < count; i++) { \
      uint64_t bits = (NAME(pair_at)(w + 2 * i) >> 12) | UINT64_C(0x4330000000000000); \
      double sum; \
      memcpy(&sum, &bits, sizeof sum); \
      p[i] = (sum - (0x1p52 - 0.5)) * 0x1p-52; \
    } \
    convert \
  })
NORMAL_LOOP(normal_f64, double, { NAME(quantile)(p, y, count); })
NORMAL_LOOP(normal_f32, float, {
  NAME(quantile)(p, p, count);
  for (ptrdiff_t i = 0; i < count; i++) y[i] = (float)p[i];
})
#undef NORMAL_LOOP
#undef PHILOX_LOOP

static const philox_loops NAME(loops) = {
    NAME(words), NAME(uniform_f64), NAME(uniform_f32), NAME(bernoulli_f64), NAME(bernoulli_f32),
    NAME(normal_f64), NAME(normal_f32), NAME(quantile)};

#undef BUFFER_WORDS
#undef BUFFER_BLOCKS
#undef NAME
