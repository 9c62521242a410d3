// Kernels with a number for each feature: maps are cut between rows; sums by the shape alone,
// narrow matrices between rows, into partial results that are then added in order, and wide ones
// between columns.

enum {
  K(map_elements) = 8192,
  K(whole_elements) = 32768,
  K(strip_columns) = 128,
  K(narrow_columns) = 256,
  K(most_segments) = 32,
};

typedef struct {
  K(bp_feature_map_kernel) map;
  const T *a, *b, *p, *q, *r;
  T *y;
  ptrdiff_t rows, columns, chunk;
} K(feature_map_work);

static void K(feature_map_task)(void *context, ptrdiff_t index) {
  const K(feature_map_work) *w = context;
  const ptrdiff_t row = index * w->chunk, offset = row * w->columns;
  w->map(
    w->a + offset, w->b + offset, w->p, w->q, w->r, w->y + offset,
    bp_smaller(w->chunk, w->rows - row), w->columns);
}

void P(feature_map)(
  bp_feature_map kind, const T *a, const T *b, const T *p, const T *q, const T *r, T *y,
  ptrdiff_t rows, ptrdiff_t columns) {
  if (rows <= 0 || columns <= 0) return;
  K(feature_map_work) w = {
    KERNEL(standardize), a, b ? b : a, p, q ? q : p, r ? r : p, y, rows, columns, rows};
  switch (kind) {
    case BP_STANDARDIZE: break;
    case BP_SCALE_AND_SHIFT: w.map = KERNEL(scale_and_shift); break;
    case BP_STANDARDIZE_BACKWARD: w.map = KERNEL(standardize_backward); break;
    case BP_PRELU_ROW: w.map = KERNEL(prelu_row); break;
    case BP_PRELU_ROW_BACKWARD: w.map = KERNEL(prelu_row_backward); break;
  }
  if (rows * columns >= 2 * K(map_elements))
    w.chunk = bp_larger(1, K(map_elements) / columns);
  bp_for_chunks(bp_quotient_up(rows, w.chunk), K(feature_map_task), &w);
}

typedef struct {
  K(bp_feature_sum_kernel) sum;
  const T *a, *b, *p;
  T beta;
  T *y;
  ptrdiff_t rows, columns, chunk;
} K(feature_sum_work);

static void K(feature_strip_task)(void *context, ptrdiff_t index) {
  const K(feature_sum_work) *w = context;
  const ptrdiff_t c = index * w->chunk;
  w->sum(
    w->a + c, w->b + c, w->p + c, w->beta, w->y + c, w->rows,
    bp_smaller(w->chunk, w->columns - c), w->columns);
}

static void K(feature_segment_task)(void *context, ptrdiff_t index) {
  const K(feature_sum_work) *w = context;
  const ptrdiff_t row = index * w->chunk, offset = row * w->columns;
  w->sum(
    w->a + offset, w->b + offset, w->p, 0, w->y + index * w->columns,
    bp_smaller(w->chunk, w->rows - row), w->columns, w->columns);
}

void P(feature_sum)(
  bp_feature_sum kind, const T *a, const T *b, const T *p, T beta, T *y, ptrdiff_t rows,
  ptrdiff_t columns) {
  if (columns <= 0) return;
  K(feature_sum_work) w = {
    KERNEL(sum_of_products), a, b ? b : a, p ? p : a, beta, y, rows, columns, columns};
  switch (kind) {
    case BP_SUM_OF_PRODUCTS: break;
    case BP_SUM_OF_SQUARED_DEVIATIONS: w.sum = KERNEL(sum_of_squared_deviations); break;
    case BP_SUM_OF_PRELU_SLOPES: w.sum = KERNEL(sum_of_prelu_slopes); break;
  }
  if (rows * columns < K(whole_elements)) {
    K(feature_strip_task)(&w, 0);
  } else if (columns > K(narrow_columns)) {
    w.chunk = K(strip_columns);
    bp_for_chunks(bp_quotient_up(columns, w.chunk), K(feature_strip_task), &w);
  } else {
    T partial[K(most_segments) * K(narrow_columns)];
    const ptrdiff_t segments =
      bp_smaller(K(most_segments), 2 * rows * columns / K(whole_elements));
    w.chunk = bp_quotient_up(rows, segments);
    w.y = partial;
    const ptrdiff_t count = bp_quotient_up(rows, w.chunk);
    bp_for_chunks(count, K(feature_segment_task), &w);
    T sums[K(narrow_columns)];
    KERNEL(sum_of_rows)(partial, count, columns, columns, sums);
    for (ptrdiff_t c = 0; c < columns; c++) y[c] = beta == 0 ? sums[c] : beta * y[c] + sums[c];
  }
}

typedef struct {
  const T *x, *gamma, *beta;
  T epsilon;
  T *normalized, *inverse, *y;
  ptrdiff_t rows, columns, chunk;
} K(layer_norm_work);

static void K(layer_norm_task)(void *context, ptrdiff_t index) {
  const K(layer_norm_work) *w = context;
  const ptrdiff_t row = index * w->chunk, offset = row * w->columns;
  KERNEL(layer_norm)(
    w->x + offset, w->gamma, w->beta, w->epsilon, w->normalized + offset, w->inverse + row,
    w->y + offset, bp_smaller(w->chunk, w->rows - row), w->columns);
}

static void K(layer_norm_backward_task)(void *context, ptrdiff_t index) {
  const K(layer_norm_work) *w = context;
  const ptrdiff_t row = index * w->chunk, offset = row * w->columns;
  KERNEL(layer_norm_backward)(
    w->x + offset, w->gamma, w->normalized + offset, w->inverse + row, w->y + offset,
    bp_smaller(w->chunk, w->rows - row), w->columns);
}

static void K(layer_norm_rows)(K(layer_norm_work) w, bp_task task) {
  if (w.rows <= 0 || w.columns <= 0) return;
  w.chunk = w.rows;
  if (w.rows * w.columns >= 2 * K(map_elements))
    w.chunk = bp_larger(1, K(map_elements) / w.columns);
  bp_for_chunks(bp_quotient_up(w.rows, w.chunk), task, &w);
}

void P(layer_norm)(
  const T *x, const T *gamma, const T *beta, T epsilon, T *normalized, T *inverse, T *y,
  ptrdiff_t rows, ptrdiff_t columns) {
  K(layer_norm_rows)(
    (K(layer_norm_work)){x, gamma, beta, epsilon, normalized, inverse, y, rows, columns, 0},
    K(layer_norm_task));
}

void P(layer_norm_backward)(
  const T *grad_output, const T *gamma, const T *normalized, const T *inverse, T *grad_input,
  ptrdiff_t rows, ptrdiff_t columns) {
  K(layer_norm_rows)(
    (K(layer_norm_work)){
      grad_output, gamma, gamma, 0, (T *)normalized, (T *)inverse, grad_input, rows, columns, 0},
    K(layer_norm_backward_task));
}
