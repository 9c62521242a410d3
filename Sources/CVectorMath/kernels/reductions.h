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
    double total = (double)K(lane_sum)((sum0 + sum1) + (sum2 + sum3)); \
    for (; i < n; i++) total += (double)K(name##_term)((V)a[i], (V)b[i]).x; \
    return total; \
  }

BP_SUM(sum, a)
BP_SUM(sum_of_squares, a * a)
BP_SUM(squared_distance, (a - b) * (a - b))
BP_SUM(dot, a * b)

// Once NaN, a lane stays NaN: the second condition keeps it, and a NaN in x makes the first false.
#undef BP_EXTREME
#define BP_EXTREME(name, operator) \
  BP_INLINE V K(name##_of_two)(V a, V b) { return ((a operator b) | (a != a)) ? a : b; } \
  static T K(name)(const T *x, ptrdiff_t n) { \
    V m0 = (V)x[0], m1 = m0, m2 = m0, m3 = m0; \
    ptrdiff_t i = 0; \
    for (; i + 4 * LANES <= n; i += 4 * LANES) { \
      m0 = K(name##_of_two)(m0, K(load)(x + i)); \
      m1 = K(name##_of_two)(m1, K(load)(x + i + LANES)); \
      m2 = K(name##_of_two)(m2, K(load)(x + i + 2 * LANES)); \
      m3 = K(name##_of_two)(m3, K(load)(x + i + 3 * LANES)); \
    } \
    for (; i + LANES <= n; i += LANES) m0 = K(name##_of_two)(m0, K(load)(x + i)); \
    m0 = K(name##_of_two)(K(name##_of_two)(m0, m1), K(name##_of_two)(m2, m3)); \
    T m = m0.x; \
    for (int lane = 1; lane < LANES; lane++) \
      m = ((m operator m0[lane]) | (m != m)) ? m : m0[lane]; \
    for (; i < n; i++) m = ((m operator x[i]) | (m != m)) ? m : x[i]; \
    return m; \
  }

BP_EXTREME(min, <=)
BP_EXTREME(max, >=)

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
