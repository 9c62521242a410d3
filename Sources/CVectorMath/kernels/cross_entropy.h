// Cross-entropy of logits x, with its gradient. Per row, with v = w u (u the smoothed targets),
// d = x - max and l = log(sum exp d): the loss is the sum of v (l - d), the gradient
// exp(d - l) sum(v) - v.

/// v of one element from its target, its weight and the part of u that smoothing gives to all.
BP_INLINE V K(smoothed)(V t, V weight, V share, V keep) { return weight * (keep * t + share); }

BP_INLINE V K(cross_entropy_term)(V v, V x, V max, V log_sum) {
  return v == C(0) ? (V)C(0) : v * (log_sum - (x - max));
}

typedef struct {
  T max, log_sum, share, keep;
} K(row_terms);

/// The loss of a row; sum(v) to *total.
BP_INLINE T K(cross_entropy_row)(
  const T *x, const T *t, const T *weights, K(row_terms) row, ptrdiff_t columns, T *total) {
  const V max = (V)row.max, log_sum = (V)row.log_sum, share = (V)row.share, keep = (V)row.keep;
  V losses = (V)C(0), sums = (V)C(0);
  ptrdiff_t c = 0;
  for (; c + LANES <= columns; c += LANES) {
    const V w = weights ? K(load)(weights + c) : (V)C(1);
    const V v = K(smoothed)(K(load)(t + c), w, share, keep);
    losses += K(cross_entropy_term)(v, K(load)(x + c), max, log_sum);
    sums += v;
  }
  T loss = K(lane_sum)(losses), sum = K(lane_sum)(sums);
  for (; c < columns; c++) {
    const V v = K(smoothed)((V)t[c], (V)(weights ? weights[c] : C(1)), share, keep);
    loss += K(cross_entropy_term)(v, (V)x[c], max, log_sum).x;
    sum += v.x;
  }
  *total = sum;
  return loss;
}

// The gradient from e = exp(x - max) (in a), where s is alpha sum(v) / sum(e).
BP_MAP(softmax_less_target, s * a - t * b)

/// alpha times the gradient of a row; `factor` is alpha sum(v) / sum(e). Targets NULL are zeros.
/// `e` holds exp(x - max), or is scratch for it where the row is too long for it.
static void K(cross_entropy_gradient)(
  const T *x, const T *t, const T *weights, K(row_terms) row, T alpha, T factor, T *e, T *y,
  ptrdiff_t columns) {
  T v[BP_BUFFER];
  for (ptrdiff_t c = 0; c < columns; c += BP_BUFFER) {
    const ptrdiff_t n = columns - c < BP_BUFFER ? columns - c : BP_BUFFER;
    if (columns > BP_BUFFER) {
      K(subtract_scalar)(x + c, x + c, row.max, 0, e, n);
      K(exp)(e, e, 0, 0, e, n);
    }
    if (!t && row.share == 0) {
      K(scale)(e, e, factor, 0, y + c, n);
      continue;
    }
    const T *target = t ? t + c : v;
    if (!t) K(fill)(v, v, row.share, 0, v, n);
    if (t && (row.share != 0 || row.keep != 1)) {
      K(affine)(target, target, row.keep, row.share, v, n);
      target = v;
    }
    if (weights) {
      K(multiply)(target, weights + c, 0, 0, v, n);
      target = v;
    }
    K(softmax_less_target)(e, target, factor, alpha, y + c, n);
  }
}

static double K(cross_entropy)(
  const T *x, const T *t, const T *weights, T smoothing, T alpha, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  K(block) b;
  const ptrdiff_t block = K(block_rows)(columns);
  double total = 0;
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += block) {
    const ptrdiff_t count = rows - r0 < block ? rows - r0 : block;
    K(sum_block)(x + r0 * columns, &b, count, columns);
    for (ptrdiff_t r = 0; r < count; r++) {
      const ptrdiff_t offset = (r0 + r) * columns;
      K(row_terms) row = {b.max[r], b.log_sum[r], 0, C(1) - smoothing};
      if (smoothing != 0)
        row.share = smoothing * (T)K(sum)(t + offset, t + offset, columns) / (T)columns;
      T v;
      total += (double)K(cross_entropy_row)(x + offset, t + offset, weights, row, columns, &v);
      if (y)
        K(cross_entropy_gradient)(
          x + offset, t + offset, weights, row, alpha, alpha * v / b.sum[r],
          columns > BP_BUFFER ? b.e : b.e + r * columns, y + offset, columns);
    }
  }
  return total;
}

enum { K(short_columns) = 32 };

/// Class indices without smoothing, for short rows: LANES rows at a time, each in a lane of its own,
/// so that the sums along the rows are sums of vectors.
static double K(cross_entropy_short)(
  const T *x, const T *indices, const T *weights, T alpha, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  T lanes[K(short_columns) * LANES];
  V e[K(short_columns)];
  double total = 0;
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += LANES) {
    const ptrdiff_t count = rows - r0 < LANES ? rows - r0 : LANES;
    if (count == LANES) {
      K(transpose)(x + r0 * columns, lanes, LANES, columns, 0, columns);
    } else {
      for (ptrdiff_t lane = 0; lane < LANES; lane++) {
        // Lanes without a row repeat the first one.
        const T *from = x + (r0 + (lane < count ? lane : 0)) * columns;
        for (ptrdiff_t c = 0; c < columns; c++) lanes[c * LANES + lane] = from[c];
      }
    }
    V max = K(load)(lanes), sum = (V)C(0);
    for (ptrdiff_t c = 1; c < columns; c++) {
      const V v = K(load)(lanes + c * LANES);
      max = BP_GREATER_OF(max, v);
    }
    for (ptrdiff_t c = 0; c < columns; c++) {
      e[c] = K(exp_v)(K(load)(lanes + c * LANES) - max);
      sum += e[c];
    }
    T log_sums[LANES], maxima[LANES], own[LANES] = {0};
    K(store)(log_sums, K(log_v)(sum));
    K(store)(maxima, max);
    for (ptrdiff_t lane = 0; lane < count; lane++) {
      const ptrdiff_t index = (ptrdiff_t)indices[r0 + lane];
      own[lane] = weights ? weights[index] : C(1);
      const T logit = lanes[index * LANES + lane];
      if (own[lane] != 0) total += (double)(own[lane] * (log_sums[lane] - (logit - maxima[lane])));
    }
    if (!y) continue;
    const V factor = alpha * K(load)(own) / sum;
    for (ptrdiff_t c = 0; c < columns; c++) K(store)(lanes + c * LANES, e[c] * factor);
    T *to = y + r0 * columns;
    if (count == LANES) {
      K(transpose)(lanes, to, columns, LANES, 0, LANES);
    } else {
      for (ptrdiff_t lane = 0; lane < count; lane++)
        for (ptrdiff_t c = 0; c < columns; c++) to[lane * columns + c] = lanes[c * LANES + lane];
    }
    for (ptrdiff_t lane = 0; lane < count; lane++)
      to[lane * columns + (ptrdiff_t)indices[r0 + lane]] -= alpha * own[lane];
  }
  return total;
}

/// The same for one-hot targets: without smoothing one element of a row has a term.
static double K(cross_entropy_indices)(
  const T *x, const T *indices, const T *weights, T smoothing, T alpha, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  if (smoothing == 0 && columns <= K(short_columns))
    return K(cross_entropy_short)(x, indices, weights, alpha, y, rows, columns);
  K(block) b;
  T zeros[BP_BUFFER];
  if (smoothing != 0) memset(zeros, 0, sizeof zeros);
  const ptrdiff_t block = K(block_rows)(columns);
  double total = 0;
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += block) {
    const ptrdiff_t count = rows - r0 < block ? rows - r0 : block;
    K(sum_block)(x + r0 * columns, &b, count, columns);
    for (ptrdiff_t r = 0; r < count; r++) {
      const T *from = x + (r0 + r) * columns;
      const ptrdiff_t index = (ptrdiff_t)indices[r0 + r];
      // The index has this v, besides the share of every class.
      const T own = (C(1) - smoothing) * (weights ? weights[index] : C(1));
      const K(row_terms) row = {b.max[r], b.log_sum[r], smoothing / (T)columns, 0};
      if (own != 0) total += (double)(own * (row.log_sum - (from[index] - row.max)));
      T v = own;
      for (ptrdiff_t c = 0; smoothing != 0 && c < columns; c += BP_BUFFER) {
        const ptrdiff_t n = columns - c < BP_BUFFER ? columns - c : BP_BUFFER;
        T part;
        total += (double)K(cross_entropy_row)(
          from + c, zeros, weights ? weights + c : NULL, row, n, &part);
        v += part;
      }
      if (!y) continue;
      T *out = y + (r0 + r) * columns;
      K(cross_entropy_gradient)(
        from, NULL, weights, row, alpha, alpha * v / b.sum[r],
        columns > BP_BUFFER ? b.e : b.e + r * columns, out, columns);
      out[index] -= alpha * own;
    }
  }
  return total;
}

/// The first row whose index is not whole, or not in 0 ..< classes; n if all are right.
static ptrdiff_t K(first_invalid_index)(const T *indices, ptrdiff_t n, ptrdiff_t classes) {
  ptrdiff_t i = 0;
  for (; i < n; i++) {
    const T index = indices[i];
    // Compared before it is converted: the conversion of others is undefined.
    if (!(index >= 0 && index < (T)classes && index < C(0x1p62))) break;
    const ptrdiff_t whole = (ptrdiff_t)index;
    if ((T)whole != index || whole >= classes) break;
  }
  return i;
}
