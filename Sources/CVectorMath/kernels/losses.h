// The loss of probabilities p against targets t, both [rows, columns]. A term with t = 0 counts
// nothing unless p is NaN, also where log p is infinite (epsilon 0).

/// Zero where t is zero (and p is no NaN), else the term.
BP_INLINE V K(select_zero)(V t, V p, V term) {
  return ((t == C(0)) & (p == p)) ? (V)C(0) : term;
}
BP_INLINE V K(log_loss_log)(V p, V low, V high) {
  return K(log_v)(p < low ? low : (p > high ? high : p));
}
BP_MAP_COSTLY(log_loss_term, K(select_zero)(b, a, b * K(log_loss_log)(a, s, t)))
BP_MAP(log_loss_gradient, K(select_zero)(b, a, b / (a < s ? s : (a > t ? t : a))))

/// - sum w t log p, of whole rows. Terms go to a buffer first: the logarithms of short rows, and of
/// one with weights, then run over long vectors.
static double K(log_loss)(
  const T *p, const T *t, const T *weights, T epsilon, ptrdiff_t rows, ptrdiff_t columns) {
  T buffer[BP_BUFFER];
  // Whole rows while they fit the buffer, else pieces of one row.
  const ptrdiff_t block = K(block_rows)(columns);
  const ptrdiff_t piece = columns < BP_BUFFER ? columns : BP_BUFFER;
  double total = 0;
  for (ptrdiff_t r = 0; r < rows; r += block) {
    const ptrdiff_t count = rows - r < block ? rows - r : block;
    for (ptrdiff_t c = 0; c < columns; c += piece) {
      const ptrdiff_t width = columns - c < piece ? columns - c : piece;
      const ptrdiff_t offset = r * columns + c;
      K(log_loss_term)(p + offset, t + offset, epsilon, C(1) - epsilon, buffer, count * width);
      if (weights) K(map_rows)(K(multiply), buffer, weights + c, buffer, count, width);
      total += K(sum)(buffer, buffer, count * width);
    }
  }
  return -total;
}

/// alpha w t / p.
static void K(log_loss_backward)(
  const T *p, const T *t, const T *weights, T epsilon, T alpha, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  const ptrdiff_t n = rows * columns;
  K(log_loss_gradient)(p, t, epsilon, C(1) - epsilon, y, n);
  K(scale)(y, y, alpha, 0, y, n);
  if (weights) K(map_rows)(K(multiply), y, weights, y, rows, columns);
}
