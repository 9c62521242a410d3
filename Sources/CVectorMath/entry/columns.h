// Reductions over the rows of a matrix. Large ones are cut by the shape alone: narrow matrices
// between rows, into partial results that are then combined in order; wide ones between columns.

enum {
  K(partial_elements) = 8192,  // of all partial results, on the stack
  K(segment_elements) = 65536,
  K(shared_elements) = 16384,
  K(narrow) = 1024,
};

typedef struct {
  K(bp_columns) kernel;
  const T *x;
  T *y;
  ptrdiff_t rows, columns, chunk;
} K(columns_work);

static void K(segment_task)(void *context, ptrdiff_t index) {
  const K(columns_work) *w = context;
  const ptrdiff_t row = index * w->chunk;
  w->kernel(
    w->x + row * w->columns, bp_smaller(w->chunk, w->rows - row), w->columns, w->columns,
    w->y + index * w->columns);
}

static void K(strip_task)(void *context, ptrdiff_t index) {
  const K(columns_work) *w = context;
  const ptrdiff_t column = index * w->chunk;
  w->kernel(
    w->x + column, w->rows, bp_smaller(w->chunk, w->columns - column), w->columns, w->y + column);
}

static void K(over_rows)(
  K(bp_columns) kernel, const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  if (columns <= 0) return;
  if (rows <= 0) {
    kernel(x, 0, columns, columns, y);
  } else if (rows * columns < 4 * K(segment_elements)) {
    // In strips: the row of results that every row is combined with stays in the cache.
    const ptrdiff_t strips = rows * columns < K(shared_elements) ? 1 : 2;
    const ptrdiff_t half = bp_quotient_up(columns, strips);
    K(columns_work) w = {kernel, x, y, rows, columns, bp_smaller(K(narrow), (half + 63) / 64 * 64)};
    bp_for_chunks(bp_quotient_up(columns, w.chunk), K(strip_task), &w);
  } else if (columns > K(narrow)) {
    K(columns_work) w = {kernel, x, y, rows, columns, K(narrow)};
    bp_parallel_for(bp_quotient_up(columns, w.chunk), K(strip_task), &w);
  } else {
    T partial[K(partial_elements)];
    const ptrdiff_t most = bp_smaller(64, K(partial_elements) / columns);
    const ptrdiff_t segments = bp_smaller(most, rows * columns / K(segment_elements));
    K(columns_work) w = {kernel, x, partial, rows, columns, bp_quotient_up(rows, segments)};
    const ptrdiff_t count = bp_quotient_up(rows, w.chunk);
    bp_parallel_for(count, K(segment_task), &w);
    kernel(partial, count, columns, columns, y);
  }
}

void P(max_of_rows)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(over_rows)(KERNEL(max_of_rows), x, y, rows, columns);
}

void P(min_of_rows)(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  K(over_rows)(KERNEL(min_of_rows), x, y, rows, columns);
}

void P(sum_of_rows)(const T *x, T beta, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  if (beta == 0) {
    K(over_rows)(KERNEL(sum_of_rows), x, y, rows, columns);
    return;
  }
  // Strips of a size for the stack; one holds all of a matrix that is cut between rows.
  T sums[K(narrow) * 4];
  for (ptrdiff_t c = 0; c < columns; c += K(narrow) * 4) {
    const ptrdiff_t width = bp_smaller(K(narrow) * 4, columns - c);
    if (width == columns || rows <= 0) {
      K(over_rows)(KERNEL(sum_of_rows), x, sums, rows, width);
    } else {
      KERNEL(sum_of_rows)(x + c, rows, width, columns, sums);
    }
    KERNEL(axpby)(sums, y + c, 1, beta, y + c, width);
  }
}
