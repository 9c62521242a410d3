// Kernels of whole rows of x [rows, columns] with v, a row or a column, and sums and extremes
// along the rows.

// Short rows would each be a vector or two and a rest, so they go in groups: the row, repeated to
// fill a buffer, is one operand of an element-wise kernel over as many rows of x at once.
static void K(map_rows)(
  K(bp_map) map, const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  enum { repeated_length = 512 };
  if (columns * 4 > repeated_length || (columns >= 32 && columns % LANES == 0) || rows < 4) {
    for (ptrdiff_t r = 0; r < rows; r++)
      map(x + r * columns, row, 0, 0, y + r * columns, columns);
    return;
  }
  T repeated[repeated_length];
  ptrdiff_t group = repeated_length / columns;
  if (group > rows) group = rows;
  memcpy(repeated, row, (size_t)columns * sizeof(T));
  for (ptrdiff_t filled = 1, more; filled < group; filled += more) {
    more = filled < group - filled ? filled : group - filled;
    memcpy(repeated + filled * columns, repeated, (size_t)(more * columns) * sizeof(T));
  }
  for (ptrdiff_t r = 0; r < rows; r += group) {
    const ptrdiff_t count = rows - r < group ? rows - r : group;
    map(x + r * columns, repeated, 0, 0, y + r * columns, count * columns);
  }
}

#undef BP_ROW
#define BP_ROW(name, map) \
  static void K(name)(const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) { \
    K(map_rows)(K(map), x, v, y, rows, columns); \
  }
BP_ROW(add_row, add)
BP_ROW(subtract_row, subtract)
BP_ROW(multiply_row, multiply)
BP_ROW(divide_row, divide)

#undef BP_COLUMN
#define BP_COLUMN(name, map) \
  static void K(name)(const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) { \
    for (ptrdiff_t r = 0; r < rows; r++) { \
      const T *from = x + r * columns; \
      K(map)(from, from, v[r], 0, y + r * columns, columns); \
    } \
  }
BP_COLUMN(add_column, add_scalar)
BP_COLUMN(subtract_column, subtract_scalar)
BP_COLUMN(multiply_column, scale)
BP_COLUMN(divide_column, divide_by_scalar)

/// y = beta y + the sum of each row; v points to beta.
static void K(sum_of_columns)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  const T beta = v[0];
  for (ptrdiff_t r = 0; r < rows; r++) {
    const T sum = (T)K(sum)(x + r * columns, x + r * columns, columns);
    y[r] = beta == 0 ? sum : beta * y[r] + sum;
  }
}

static void K(max_of_columns)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  (void)v;
  for (ptrdiff_t r = 0; r < rows; r++) y[r] = K(max)(x + r * columns, columns);
}

static void K(min_of_columns)(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns) {
  (void)v;
  for (ptrdiff_t r = 0; r < rows; r++) y[r] = K(min)(x + r * columns, columns);
}
