// Softmax and log-softmax of rows. Rows go in blocks of about BP_BUFFER elements, and each step
// runs over a whole block: so exp sees long vectors however short the rows are.

/// How many rows make a block.
BP_INLINE ptrdiff_t K(block_rows)(ptrdiff_t columns) {
  return columns < BP_BUFFER ? BP_BUFFER / columns : 1;
}

/// x - max of each row to y, for a block of rows.
BP_INLINE void K(subtract_max)(
  const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const T *from = x + r * columns;
    const T max = K(max)(from, columns);
    K(subtract_scalar)(from, from, max, 0, y + r * columns, columns);
  }
}

static void K(softmax)(const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  (void)v;
  const ptrdiff_t block = K(block_rows)(columns);
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += block) {
    const ptrdiff_t count = rows - r0 < block ? rows - r0 : block;
    T *out = y + r0 * columns;
    K(subtract_max)(x + r0 * columns, out, count, columns);
    K(exp)(out, out, 0, 0, out, count * columns);
    for (ptrdiff_t r = 0; r < count; r++) {
      T *row = out + r * columns;
      const T sum = (T)K(sum)(row, row, columns);
      K(scale)(row, row, C(1) / sum, 0, row, columns);
    }
  }
}

// What a block of rows (at most BP_BUFFER) needs between its steps.
typedef struct {
  T max[BP_BUFFER];
  T sum[BP_BUFFER];      // of e = exp(x - max)
  T log_sum[BP_BUFFER];  // the log of that
  T e[BP_BUFFER];        // of the rows, where they fit; else scratch
} K(block);

/// Fills the block from its rows.
static void K(sum_block)(const T *x, K(block) *block, ptrdiff_t rows, ptrdiff_t columns) {
  T *buffer = block->e, *max = block->max;
  if (columns > BP_BUFFER) {
    for (ptrdiff_t r = 0; r < rows; r++) {
      const T *row = x + r * columns;
      max[r] = K(max)(row, columns);
      double sum = 0;
      for (ptrdiff_t c = 0; c < columns; c += BP_BUFFER) {
        const ptrdiff_t n = columns - c < BP_BUFFER ? columns - c : BP_BUFFER;
        K(subtract_scalar)(row + c, row + c, max[r], 0, buffer, n);
        K(exp)(buffer, buffer, 0, 0, buffer, n);
        sum += K(sum)(buffer, buffer, n);
      }
      block->sum[r] = (T)sum;
    }
  } else {
    for (ptrdiff_t r = 0; r < rows; r++) {
      const T *row = x + r * columns;
      max[r] = K(max)(row, columns);
      K(subtract_scalar)(row, row, max[r], 0, buffer + r * columns, columns);
    }
    K(exp)(buffer, buffer, 0, 0, buffer, rows * columns);
    for (ptrdiff_t r = 0; r < rows; r++)
      block->sum[r] = (T)K(sum)(buffer + r * columns, buffer + r * columns, columns);
  }
  K(log)(block->sum, block->sum, 0, 0, block->log_sum, rows);
}

BP_MAP(subtract_two, (a - s) - t)

static void K(log_softmax)(const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  (void)v;
  K(block) b;
  const ptrdiff_t block = K(block_rows)(columns);
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += block) {
    const ptrdiff_t count = rows - r0 < block ? rows - r0 : block;
    K(sum_block)(x + r0 * columns, &b, count, columns);
    for (ptrdiff_t r = 0; r < count; r++) {
      const T *from = x + (r0 + r) * columns;
      K(subtract_two)(from, from, b.max[r], b.log_sum[r], y + (r0 + r) * columns, columns);
    }
  }
}

BP_MAP(softmax_gradient, a * (b - s))

/// x is the output of softmax, v the gradient with respect to it.
static void K(softmax_backward)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const T *p = x + r * columns, *g = v + r * columns;
    const T dot = (T)K(dot)(p, g, columns);
    K(softmax_gradient)(p, g, dot, 0, y + r * columns, columns);
  }
}

/// The same where the result is larger than the caches: it goes to memory without being read into
/// them first, which is a quarter of the traffic.
static void K(softmax_backward_past_caches)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const T *p = x + r * columns, *g = v + r * columns;
    T *out = y + r * columns;
    const T dot = (T)K(dot)(p, g, columns);
    ptrdiff_t start = (ptrdiff_t)(-(uintptr_t)out % sizeof(V) / sizeof(T));
    if (start > columns) start = columns;
    const ptrdiff_t end = start + (columns - start) / LANES * LANES;
    K(softmax_gradient)(p, g, dot, 0, out, start);
    for (ptrdiff_t c = start; c < end; c += LANES) {
      const V gradient = K(softmax_gradient_of)(K(load)(p + c), K(load)(g + c), (V)dot, (V)C(0));
      __builtin_nontemporal_store(gradient, (V *)(out + c));
    }
    K(softmax_gradient)(p + end, g + end, dot, 0, out + end, columns - end);
  }
  // Such stores aren't ordered by a release alone.
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

BP_MAP_COSTLY(log_softmax_gradient, b - K(exp_v)(a) * s)

/// x is the output of log-softmax, v the gradient with respect to it.
static void K(log_softmax_backward)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const T *p = x + r * columns, *g = v + r * columns;
    const T sum = (T)K(sum)(g, g, columns);
    K(log_softmax_gradient)(p, g, sum, 0, y + r * columns, columns);
  }
}
