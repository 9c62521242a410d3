// Losses that are a sum over the elements of an input x and a target t, [rows, columns]. weights
// and positive [columns] may be NULL for ones; s is what the loss is set to.
//
// Without y the sum is returned. With y, alpha times the gradient is written, and 0 returned.

/// The factor is 0 or the term: a certain target leaves infinite logarithms out, but no NaN.
BP_INLINE V K(times_unless_zero)(V factor, V term) {
  return ((factor == C(0)) & (term == term)) ? (V)C(0) : factor * term;
}

BP_INLINE V K(absolute_error_loss)(V x, V t, V p, V s) {
  (void)p, (void)s;
  return K(magnitude)(x - t);
}
BP_INLINE V K(absolute_error_gradient)(V x, V t, V p, V s) {
  (void)p, (void)s;
  const V d = x - t;
  return d > C(0) ? (V)C(1) : (d < C(0) ? (V)C(-1) : d);
}

BP_INLINE V K(huber_loss)(V x, V t, V p, V s) {
  (void)p;
  const V d = K(magnitude)(x - t);
  return d <= s ? C(0.5) * d * d : s * (d - C(0.5) * s);
}
BP_INLINE V K(huber_gradient)(V x, V t, V p, V s) {
  (void)p;
  const V d = x - t;
  return d > s ? s : (d < -s ? -s : d);
}

// s is added to probabilities inside of the logarithms, and logarithms are at least -100.
BP_INLINE V K(bounded_log)(V x) {
  const V y = K(log_v)(x);
  return y < C(-100) ? (V)C(-100) : y;
}
BP_INLINE V K(binary_cross_entropy_loss)(V x, V t, V p, V s) {
  (void)p;
  return -(t * K(bounded_log)(x + s) + (C(1) - t) * K(bounded_log)((C(1) - x) + s));
}
BP_INLINE V K(binary_cross_entropy_gradient)(V x, V t, V p, V s) {
  (void)p;
  const V variance = ((C(1) - x) + s) * (x + s);
  // The least variance is PyTorch's 1e-12, which is in single precision there.
  return (x - t) / (variance < C(1e-12f) ? (V)C(1e-12f) : variance);
}

BP_INLINE V K(logistic_loss)(V x, V t, V p, V s) {
  (void)s;
  const V rest = K(log_one_plus)(K(exp_within)(-K(magnitude)(x), 1));
  const V above = (x > C(0) ? x : (x <= C(0) ? (V)C(0) : x)) + rest;
  const V below = (x < C(0) ? -x : (x >= C(0) ? (V)C(0) : x)) + rest;
  return K(times_unless_zero)(p * t, below) + K(times_unless_zero)(C(1) - t, above);
}
BP_INLINE V K(logistic_gradient)(V x, V t, V p, V s) {
  (void)s;
  return (C(1) - t) * K(sigmoid_v)(x) - p * t * K(sigmoid_v)(-x);
}

BP_INLINE V K(divergence_loss)(V x, V t, V p, V s) {
  (void)p, (void)s;
  const V term = t * (K(log_v)(t) - x);
  return ((t == C(0)) & (x == x)) ? (V)C(0) : term;
}
BP_INLINE V K(divergence_gradient)(V x, V t, V p, V s) {
  (void)p, (void)s;
  return x == x ? -t : x;
}

#undef BP_ELEMENT_LOSS
#define BP_ELEMENT_LOSS(name) \
  BP_INLINE V K(name##_at)( \
    const T *x, const T *t, V w, V p, V s, V alpha, int gradient, ptrdiff_t n) { \
    const V a = n < LANES ? K(load_part)(x, n) : K(load)(x); \
    const V b = n < LANES ? K(load_part)(t, n) : K(load)(t); \
    return gradient ? alpha * w * K(name##_gradient)(a, b, p, s) \
                    : w * K(name##_loss)(a, b, p, s); \
  } \
  static double K(name)( \
    const T *x, const T *t, const T *weights, const T *positive, T s, T alpha, T *y, \
    ptrdiff_t rows, ptrdiff_t columns) { \
    const V vs = (V)s, valpha = (V)alpha, one = (V)C(1); \
    double total = 0; \
    for (ptrdiff_t r = 0; r < rows; r++, x += columns, t += columns) { \
      for (ptrdiff_t c0 = 0; c0 < columns; c0 += BP_BUFFER) { \
        const ptrdiff_t end = columns - c0 < BP_BUFFER ? columns : c0 + BP_BUFFER; \
        V sum = (V)C(0); \
        ptrdiff_t c = c0; \
        for (; c + LANES <= end; c += LANES) { \
          const V w = weights ? K(load)(weights + c) : one; \
          const V p = positive ? K(load)(positive + c) : one; \
          const V v = K(name##_at)(x + c, t + c, w, p, vs, valpha, y != NULL, LANES); \
          if (y) K(store)(y + c, v); \
          else sum += v; \
        } \
        if (c < end) { \
          const ptrdiff_t n = end - c; \
          const V w = weights ? K(load_part)(weights + c, n) : one; \
          const V p = positive ? K(load_part)(positive + c, n) : one; \
          const V v = K(name##_at)(x + c, t + c, w, p, vs, valpha, y != NULL, n); \
          if (y) K(store_part)(y + c, v, n); \
          else \
            for (ptrdiff_t i = 0; i < n; i++) total += (double)v[i]; \
        } \
        total += (double)K(lane_sum)(sum); \
      } \
      if (y) y += columns; \
    } \
    return total; \
  }

BP_ELEMENT_LOSS(absolute_error)
BP_ELEMENT_LOSS(huber)
BP_ELEMENT_LOSS(binary_cross_entropy)
BP_ELEMENT_LOSS(logistic)
BP_ELEMENT_LOSS(divergence)

/// Of each row x with the class k: w_k / columns sum over c != k of max(0, s - x_k + x_c)^power,
/// where power is 1 or 2. NaN counts as it is.
static double K(multi_margin)(
  const T *x, const T *indices, const T *weights, int power, T s, T alpha, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  double total = 0;
  for (ptrdiff_t r = 0; r < rows; r++, x += columns) {
    const ptrdiff_t k = (ptrdiff_t)indices[r];
    const T w = (weights ? weights[k] : C(1)) / (T)columns;
    const T least = s - x[k];
    T sum = 0;
    for (ptrdiff_t c = 0; c < columns; c++) {
      const T z = c == k ? C(0) : least + x[c];
      const T violation = z <= 0 ? C(0) : z;
      if (y) {
        const T slope = power == 1 ? (z > 0 ? C(1) : violation) : 2 * violation;
        y[c] = alpha * w * slope;
        sum += y[c];
      } else {
        sum += power == 1 ? violation : violation * violation;
      }
    }
    if (y) {
      y[k] = -sum;
      y += columns;
    } else {
      total += (double)(w * sum);
    }
  }
  return total;
}
