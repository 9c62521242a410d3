// Kernels of matrices a and b [rows, columns] with a number for each feature, that is column: p, q
// and r are rows [columns]. Those that a kernel doesn't use may be any pointer to as many elements.

#undef BP_FEATURE_MAP
#define BP_FEATURE_MAP(name, expression) \
  BP_INLINE V K(name##_of)(V a, V b, V p, V q, V r) { \
    (void)a, (void)b, (void)p, (void)q, (void)r; \
    return expression; \
  } \
  static void K(name)( \
    const T *a, const T *b, const T *p, const T *q, const T *r, T *y, ptrdiff_t rows, \
    ptrdiff_t columns) { \
    for (ptrdiff_t row = 0; row < rows; row++, a += columns, b += columns, y += columns) { \
      ptrdiff_t c = 0; \
      for (; c + LANES <= columns; c += LANES) \
        K(store)( \
          y + c, K(name##_of)( \
                   K(load)(a + c), K(load)(b + c), K(load)(p + c), K(load)(q + c), \
                   K(load)(r + c))); \
      _Pragma("clang loop vectorize(disable) unroll(disable)") for (; c < columns; c++) y[c] = \
        K(name##_of)((V)a[c], (V)b[c], (V)p[c], (V)q[c], (V)r[c]).x; \
    } \
  }

BP_FEATURE_MAP(standardize, (a - p) * q)
BP_FEATURE_MAP(scale_and_shift, a *p + q)
// a is standardized, b the gradient; q and r are means of b and of a b.
BP_FEATURE_MAP(standardize_backward, p *(b - q - a * r))
BP_FEATURE_MAP(prelu_row, a > C(0) ? a : p * a)
BP_FEATURE_MAP(prelu_row_backward, a > C(0) ? b : (a <= C(0) ? p * b : a))

// y = beta y + the sum over the rows of a term. Four vectors of columns go down the rows together;
// what 256 rows add up to is added to the total, so that long sums lose little.
enum { K(summed_rows) = 256 };

#undef BP_FEATURE_SUM
#define BP_FEATURE_SUM(name, expression) \
  BP_INLINE V K(name##_of)(V a, V b, V p) { \
    (void)a, (void)b, (void)p; \
    return expression; \
  } \
  BP_INLINE void K(name##_group)( \
    const T *a, const T *b, const T *p, T beta, T *y, ptrdiff_t rows, ptrdiff_t stride, \
    int vectors) { \
    V total[4] = {(V)C(0), (V)C(0), (V)C(0), (V)C(0)}; \
    for (ptrdiff_t r0 = 0; r0 < rows; r0 += K(summed_rows)) { \
      const ptrdiff_t end = rows - r0 < K(summed_rows) ? rows : r0 + K(summed_rows); \
      V sum[4] = {(V)C(0), (V)C(0), (V)C(0), (V)C(0)}; \
      for (ptrdiff_t r = r0; r < end; r++) \
        for (int v = 0; v < vectors; v++) { \
          const ptrdiff_t i = r * stride + v * LANES; \
          sum[v] += K(name##_of)(K(load)(a + i), K(load)(b + i), K(load)(p + v * LANES)); \
        } \
      for (int v = 0; v < vectors; v++) total[v] += sum[v]; \
    } \
    for (int v = 0; v < vectors; v++) \
      K(store)( \
        y + v * LANES, beta == 0 ? total[v] : beta * K(load)(y + v * LANES) + total[v]); \
  } \
  static void K(name)( \
    const T *a, const T *b, const T *p, T beta, T *y, ptrdiff_t rows, ptrdiff_t width, \
    ptrdiff_t stride) { \
    ptrdiff_t c = 0; \
    for (; c + 4 * LANES <= width; c += 4 * LANES) \
      K(name##_group)(a + c, b + c, p + c, beta, y + c, rows, stride, 4); \
    for (; c + LANES <= width; c += LANES) \
      K(name##_group)(a + c, b + c, p + c, beta, y + c, rows, stride, 1); \
    for (; c < width; c++) { \
      T total = 0; \
      for (ptrdiff_t r0 = 0; r0 < rows; r0 += K(summed_rows)) { \
        const ptrdiff_t end = rows - r0 < K(summed_rows) ? rows : r0 + K(summed_rows); \
        T sum = 0; \
        for (ptrdiff_t r = r0; r < end; r++) \
          sum += K(name##_of)((V)a[r * stride + c], (V)b[r * stride + c], (V)p[c]).x; \
        total += sum; \
      } \
      y[c] = beta == 0 ? total : beta * y[c] + total; \
    } \
  }

BP_FEATURE_SUM(sum_of_products, a *b)
BP_FEATURE_SUM(sum_of_squared_deviations, (a - p) * (a - p))
BP_FEATURE_SUM(sum_of_prelu_slopes, K(prelu_slope_of)(a, b))

/// Each row x less its mean, over the root of its variance + epsilon, to `normalized`, and that
/// times gamma plus beta to y. `inverse` [rows] is 1 over the root. The row stays in the cache.
static void K(layer_norm)(
  const T *x, const T *gamma, const T *beta, T epsilon, T *normalized, T *inverse, T *y,
  ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++, x += columns, normalized += columns, y += columns) {
    const T mean = (T)(K(sum)(x, x, columns) / (double)columns);
    K(subtract_scalar)(x, x, mean, 0, normalized, columns);
    const double squares = K(sum_of_squares)(normalized, normalized, columns);
    inverse[r] = (T)(1 / sqrt(squares / (double)columns + (double)epsilon));
    K(scale)(normalized, normalized, inverse[r], 0, normalized, columns);
    if (gamma) {
      K(scale_and_shift)(normalized, normalized, gamma, beta, gamma, y, 1, columns);
    } else {
      K(copy)(normalized, normalized, 0, 0, y, columns);
    }
  }
}

BP_MAP(layer_norm_gradient, a - s - b * t)

/// With h = gamma g: inverse (h - mean h - normalized mean(h normalized)).
static void K(layer_norm_backward)(
  const T *g, const T *gamma, const T *normalized, const T *inverse, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++, g += columns, normalized += columns, y += columns) {
    if (gamma) {
      K(multiply)(g, gamma, 0, 0, y, columns);
    } else {
      K(copy)(g, g, 0, 0, y, columns);
    }
    const T mean = (T)(K(sum)(y, y, columns) / (double)columns);
    const T product = (T)(K(dot)(y, normalized, columns) / (double)columns);
    K(layer_norm_gradient)(y, normalized, mean, product, y, columns);
    K(scale)(y, y, inverse[r], 0, y, columns);
  }
}
