// Element-wise kernels: y[i] from a[i], b[i] and the scalars s, t.
//
// The last whole vector is computed before the loop, and stored after it: it overlaps the one
// before it where n is no multiple of LANES, and y may be the buffer of a or b. So only what is
// shorter than LANES needs other code. From half of that on (rows of ten!) it is one vector of two
// halves that overlap; below, BP_MAP goes one by one (the compiler reduces vectors of one value to
// scalars), and BP_MAP_COSTLY computes one padded vector.

#undef BP_MAP_OF
#define BP_MAP_OF(name, expression) \
  BP_INLINE V K(name##_of)(V a, V b, V s, V t) { \
    (void)a, (void)b, (void)s, (void)t; \
    return expression; \
  }

#undef BP_MAP_LOOP
#define BP_MAP_LOOP(name, short_vector) \
  static void K(name)(const T *a, const T *b, T s, T t, T *y, ptrdiff_t n) { \
    const V vs = (V)s, vt = (V)t; \
    if (n < LANES) { \
      if (n >= LANES / 2 && LANES > 2) { \
        const V halves = \
          K(name##_of)(K(load_halves)(a, n), K(load_halves)(b, n), vs, vt); \
        K(store_halves)(y, halves, n); \
        return; \
      } \
      short_vector; \
      return; \
    } \
    const ptrdiff_t end = n - LANES; \
    const V last = K(name##_of)(K(load)(a + end), K(load)(b + end), vs, vt); \
    for (ptrdiff_t i = 0; i < end; i += LANES) \
      K(store)(y + i, K(name##_of)(K(load)(a + i), K(load)(b + i), vs, vt)); \
    K(store)(y + end, last); \
  }

#undef BP_MAP
#define BP_MAP(name, expression) \
  BP_MAP_OF(name, expression) \
  BP_MAP_LOOP( \
    name, \
    _Pragma("clang loop vectorize(disable) unroll(disable)") for (ptrdiff_t i = 0; i < n; i++) \
      y[i] = K(name##_of)((V)a[i], (V)b[i], vs, vt).x)

#undef BP_MAP_COSTLY
#define BP_MAP_COSTLY(name, expression) \
  BP_MAP_OF(name, expression) \
  BP_MAP_LOOP( \
    name, \
    if (n > 0) K(store_part)( \
      y, K(name##_of)(K(load_part)(a, n), K(load_part)(b, n), vs, vt), n))

BP_MAP_COSTLY(exp, K(exp_v)(a))
BP_MAP_COSTLY(log, K(log_v)(a))
BP_MAP_COSTLY(tanh, K(tanh_v)(a))
BP_MAP_COSTLY(sigmoid, K(sigmoid_v)(a))
BP_MAP_COSTLY(erf, K(erf_v)(a))

BP_MAP(sqrt, __builtin_elementwise_sqrt(a))
BP_MAP(abs, K(magnitude)(a))
BP_MAP(negate, -a)
BP_MAP(square, a * a)

// Slope 0 apart: a product would make infinity NaN, and -0 of negative numbers.
BP_MAP(relu, a <= C(0) ? (V)C(0) : a)
BP_MAP(leaky_relu, a > C(0) ? a : s * a)
BP_MAP(relu_backward, a > C(0) ? b : (a <= C(0) ? (V)C(0) : a))
BP_MAP(leaky_relu_backward, a > C(0) ? b : (a < C(0) ? s * b : (a == C(0) ? (V)C(0) : a)))
BP_MAP(tanh_backward, b * (C(1) - a * a))
BP_MAP(sigmoid_backward, b * (a * (C(1) - a)))

BP_MAP(add, a + b)
BP_MAP(subtract, a - b)
BP_MAP(multiply, a * b)
BP_MAP(divide, a / b)
// A NaN in a is kept by the second condition; one in b makes the first false.
BP_MAP(minimum, ((a < b) | (a != a)) ? a : b)
BP_MAP(maximum, ((a > b) | (a != a)) ? a : b)

BP_MAP(scale, s * a)
BP_MAP(affine, s * a + t)
BP_MAP(axpby, s * a + t * b)
BP_MAP(scale_difference, s * (a - b))
BP_MAP(divide_scalar, s / a)
BP_MAP(clamp, a < s ? s : (a > t ? t : a))

// With one operand the same for a whole row; the kernels for columns are made of these.
BP_MAP(add_scalar, a + s)
BP_MAP(subtract_scalar, a - s)
BP_MAP(divide_by_scalar, a / s)

static void K(fill)(const T *a, const T *b, T s, T t, T *y, ptrdiff_t n) {
  (void)a, (void)b, (void)t;
  const V value = (V)s;
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES) K(store)(y + i, value);
  for (; i < n; i++) y[i] = s;
}

static void K(copy)(const T *a, const T *b, T s, T t, T *y, ptrdiff_t n) {
  (void)b, (void)s, (void)t;
  if (n > 0 && a != y) memcpy(y, a, (size_t)n * sizeof(T));
}
