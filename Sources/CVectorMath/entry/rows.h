// Kernels on matrices. Those of whole rows are cut between rows, for the pool.

typedef struct {
  K(bp_rows) kernel;
  const T *x, *v;
  T *y;
  ptrdiff_t rows, columns, chunk;
  ptrdiff_t v_stride, y_stride;  // from one row to the next
} K(rows_work);

static void K(rows_task)(void *context, ptrdiff_t index) {
  const K(rows_work) *w = context;
  const ptrdiff_t row = index * w->chunk;
  w->kernel(
    w->x + row * w->columns, w->v + row * w->v_stride, w->y + row * w->y_stride,
    bp_smaller(w->chunk, w->rows - row), w->columns);
}

static __attribute__((noinline)) void K(rows_in_parallel)(K(rows_work) w) {
  bp_for_chunks(bp_quotient_up(w.rows, w.chunk), K(rows_task), &w);
}

enum { K(cheap_elements) = 8192, K(costly_elements) = 2048 };

static inline void K(map_rows)(
  K(bp_rows) kernel, const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns,
  ptrdiff_t v_stride, ptrdiff_t y_stride, ptrdiff_t elements) {
  if (rows <= 0 || columns <= 0) return;
  if (rows < 2 || rows * columns < 2 * elements) {
    kernel(x, v, y, rows, columns);
    return;
  }
  const ptrdiff_t chunk = bp_larger(1, elements / columns);
  K(rows_in_parallel)(
    (K(rows_work)){kernel, x, v, y, rows, columns, chunk, v_stride, y_stride});
}

#undef BP_WITH_ROW
#define BP_WITH_ROW(name) \
  void P(name)(const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns) { \
    K(map_rows)(KERNEL(name), x, row, y, rows, columns, 0, columns, K(cheap_elements)); \
  }
BP_WITH_ROW(add_row)
BP_WITH_ROW(subtract_row)
BP_WITH_ROW(multiply_row)
BP_WITH_ROW(divide_row)

#undef BP_WITH_COLUMN
#define BP_WITH_COLUMN(name) \
  void P(name)(const T *x, const T *column, T *y, ptrdiff_t rows, ptrdiff_t columns) { \
    K(map_rows)(KERNEL(name), x, column, y, rows, columns, 1, columns, K(cheap_elements)); \
  }
BP_WITH_COLUMN(add_column)
BP_WITH_COLUMN(subtract_column)
BP_WITH_COLUMN(multiply_column)
BP_WITH_COLUMN(divide_column)

void P(softmax)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(map_rows)(KERNEL(softmax), x, x, y, rows, columns, 0, columns, K(costly_elements));
}

void P(log_softmax)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(map_rows)(KERNEL(log_softmax), x, x, y, rows, columns, 0, columns, K(costly_elements));
}

void P(softmax_backward)(
  const T *y, const T *grad_output, T *grad_input, ptrdiff_t rows, ptrdiff_t columns) {
  const int fits = rows * columns * (ptrdiff_t)sizeof(T) < BP_PAST_CACHES;
  K(map_rows)(
    fits ? KERNEL(softmax_backward) : KERNEL(softmax_backward_past_caches), y, grad_output,
    grad_input, rows, columns, columns, columns, K(cheap_elements));
}

void P(log_softmax_backward)(
  const T *y, const T *grad_output, T *grad_input, ptrdiff_t rows, ptrdiff_t columns) {
  K(map_rows)(
    KERNEL(log_softmax_backward), y, grad_output, grad_input, rows, columns, columns, columns,
    K(costly_elements));
}

void P(sum_of_columns)(const T *x, T beta, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  if (columns <= 0 || columns >= 32 * K(cheap_elements)) {
    // Empty rows, or rows so long that each is worth the pool.
    for (ptrdiff_t r = 0; r < rows; r++) {
      const T sum = P(sum)(columns > 0 ? x + r * columns : x, columns);
      y[r] = beta == 0 ? sum : beta * y[r] + sum;
    }
    return;
  }
  K(map_rows)(KERNEL(sum_of_columns), x, &beta, y, rows, columns, 0, 1, K(cheap_elements));
}

void P(max_of_columns)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(map_rows)(KERNEL(max_of_columns), x, x, y, rows, columns, 0, 1, K(cheap_elements));
}

void P(min_of_columns)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(map_rows)(KERNEL(min_of_columns), x, x, y, rows, columns, 0, 1, K(cheap_elements));
}

void P(argmax_of_columns)(const T *x, ptrdiff_t *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) y[r] = P(argmax)(x + r * columns, columns);
}

// The transpose is cut between columns of x: each task then writes rows of y of its own.
typedef struct {
  const T *x;
  T *y;
  ptrdiff_t rows, columns, chunk;
} K(transpose_work);

static void K(transpose_task)(void *context, ptrdiff_t index) {
  const K(transpose_work) *w = context;
  const ptrdiff_t from = index * w->chunk;
  KERNEL(transpose)(
    w->x, w->y, w->rows, w->columns, from, bp_smaller(from + w->chunk, w->columns));
}

void P(transpose)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  if (rows * columns < 16 * K(cheap_elements)) {
    KERNEL(transpose)(x, y, rows, columns, 0, columns);
    return;
  }
  const ptrdiff_t chunk = bp_larger(64, bp_quotient_up(columns, 64));
  K(transpose_work) w = {x, y, rows, columns, chunk};
  bp_parallel_for(bp_quotient_up(columns, chunk), K(transpose_task), &w);
}
