// Reductions of contiguous buffers. Four vectors of partial results hide the latency of the
// operation; they, and the lanes, are combined in an order that depends on n alone.

#undef BP_SUM
#define BP_SUM(name, expression) \
  BP_INLINE V K(name##_term)(V a, V b) { \
    (void)b; \
    return expression; \
  } \
  static double K(name)(const T *a, const T *b, ptrdiff_t n) { \
    V sum0 = (V)C(0), sum1 = sum0, sum2 = sum0, sum3 = sum0; \
    ptrdiff_t i = 0; \
    for (; i + 4 * LANES <= n; i += 4 * LANES) { \
      sum0 += K(name##_term)(K(load)(a + i), K(load)(b + i)); \
      sum1 += K(name##_term)(K(load)(a + i + LANES), K(load)(b + i + LANES)); \
      sum2 += K(name##_term)(K(load)(a + i + 2 * LANES), K(load)(b + i + 2 * LANES)); \
      sum3 += K(name##_term)(K(load)(a + i + 3 * LANES), K(load)(b + i + 3 * LANES)); \
    } \
    for (; i + LANES <= n; i += LANES) \
      sum0 += K(name##_term)(K(load)(a + i), K(load)(b + i)); \
    if (LANES > 4 && i + LANES / 2 <= n) { \
      sum1 += K(name##_term)(K(load_half)(a + i), K(load_half)(b + i)); \
      i += LANES / 2; \
    } \
    double total = (double)K(lane_sum)((sum0 + sum1) + (sum2 + sum3)); \
    for (; i < n; i++) total += (double)K(name##_term)((V)a[i], (V)b[i]).x; \
    return total; \
  }

BP_SUM(sum, a)
BP_SUM(sum_of_squares, a * a)
BP_SUM(squared_distance, (a - b) * (a - b))
BP_SUM(dot, a * b)

// Once NaN, a lane stays NaN: the second condition keeps it, and a NaN in b makes the first false.
// The tail may overlap what came before, as extremes are the same however often one is counted.
#undef BP_LESS_OF
#undef BP_GREATER_OF
#define BP_LESS_OF(a, b) ((((a) <= (b)) | ((a) != (a))) ? (a) : (b))
#define BP_GREATER_OF(a, b) ((((a) >= (b)) | ((a) != (a))) ? (a) : (b))

#undef BP_EXTREME
#define BP_EXTREME(name, of_two) \
  BP_INLINE T K(name##_lane)(V v) { \
    BP_FOLD(v, of_two); \
    return of_two(v2.x, v2.y); \
  } \
  static T K(name)(const T *x, ptrdiff_t n) { \
    if (n < LANES) { \
      if (LANES > 2 && n >= LANES / 2) return K(name##_lane)(K(load_halves)(x, n)); \
      T m = x[0]; \
      for (ptrdiff_t i = 1; i < n; i++) m = of_two(m, x[i]); \
      return m; \
    } \
    V m0 = K(load)(x + n - LANES), m1 = m0, m2 = m0, m3 = m0; \
    ptrdiff_t i = 0; \
    for (; i + 4 * LANES <= n; i += 4 * LANES) { \
      const V v0 = K(load)(x + i), v1 = K(load)(x + i + LANES); \
      const V v2 = K(load)(x + i + 2 * LANES), v3 = K(load)(x + i + 3 * LANES); \
      m0 = of_two(m0, v0); \
      m1 = of_two(m1, v1); \
      m2 = of_two(m2, v2); \
      m3 = of_two(m3, v3); \
    } \
    for (; i + LANES <= n; i += LANES) { \
      const V v = K(load)(x + i); \
      m0 = of_two(m0, v); \
    } \
    m0 = of_two(m0, m1); \
    m2 = of_two(m2, m3); \
    m0 = of_two(m0, m2); \
    return K(name##_lane)(m0); \
  }

BP_EXTREME(min, BP_LESS_OF)
BP_EXTREME(max, BP_GREATER_OF)

// The first index where a condition holds, or n: vectors are tested four at a time, and the
// scalar loop finds the place within the four (or in the tail).
#undef BP_FIND
#define BP_FIND(name, vector_condition, scalar_condition) \
  BP_INLINE U K(name##_mask)(V v, T value) { \
    (void)value; \
    return (U)(vector_condition); \
  } \
  static ptrdiff_t K(name)(const T *x, T value, ptrdiff_t n) { \
    (void)value; \
    ptrdiff_t i = 0; \
    for (; i + 4 * LANES <= n; i += 4 * LANES) { \
      const U m0 = K(name##_mask)(K(load)(x + i), value); \
      const U m1 = K(name##_mask)(K(load)(x + i + LANES), value); \
      const U m2 = K(name##_mask)(K(load)(x + i + 2 * LANES), value); \
      const U m3 = K(name##_mask)(K(load)(x + i + 3 * LANES), value); \
      if (K(any)((m0 | m1) | (m2 | m3))) break; \
    } \
    for (; i < n; i++) { \
      const T v = x[i]; \
      if (scalar_condition) break; \
    } \
    return i; \
  }

// NaN stands for any NaN. v - v is NaN for NaN and the infinities, else 0.
BP_FIND(
  find_equal, (v == value) | ((v != v) & ((V)value != (V)value)),
  v == value || (v != v && value != value))
BP_FIND(find_non_finite, !(v - v == C(0)), !(v - v == C(0)))
