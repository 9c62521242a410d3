// Reductions over the rows of `width` columns, and the transpose.

// Rows are added to y four at a time (y then moves in and out of the cache a quarter as often).
// Where rows are short and adjacent, several make one long "row", and its parts are added up last.
#undef BP_OVER_ROWS
#define BP_OVER_ROWS(name, of_two, map) \
  static void K(name##_into)( \
    const T *x, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride, T *y) { \
    memcpy(y, x, (size_t)width * sizeof(T)); \
    ptrdiff_t r = 1; \
    for (; r + 4 <= rows; r += 4) { \
      const T *x0 = x + r * stride, *x1 = x0 + stride, *x2 = x1 + stride, *x3 = x2 + stride; \
      ptrdiff_t c = 0; \
      for (; c + LANES <= width; c += LANES) { \
        const V v01 = of_two(K(load)(x0 + c), K(load)(x1 + c)); \
        const V v23 = of_two(K(load)(x2 + c), K(load)(x3 + c)); \
        K(store)(y + c, of_two(K(load)(y + c), of_two(v01, v23))); \
      } \
      for (; c < width; c++) { \
        const V v01 = of_two((V)x0[c], (V)x1[c]); \
        const V v23 = of_two((V)x2[c], (V)x3[c]); \
        y[c] = of_two((V)y[c], of_two(v01, v23)).x; \
      } \
    } \
    for (; r < rows; r++) K(map)(y, x + r * stride, 0, 0, y, width); \
  } \
  static void K(name)(const T *x, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride, T *y) { \
    enum { group_length = 512 }; \
    if (rows == 0) { \
      for (ptrdiff_t c = 0; c < width; c++) y[c] = 0; \
      return; \
    } \
    const ptrdiff_t group = width > 0 && width == stride ? group_length / width : 0; \
    if (group < 4 || rows < 2 * group) { \
      K(name##_into)(x, rows, width, stride, y); \
      return; \
    } \
    T parts[group_length]; \
    const ptrdiff_t groups = rows / group, length = group * width; \
    K(name##_into)(x, groups, length, length, parts); \
    K(name##_into)(parts, group, width, width, y); \
    for (ptrdiff_t r = groups * group; r < rows; r++) \
      K(map)(y, x + r * width, 0, 0, y, width); \
  }

BP_INLINE V K(sum_of_two)(V a, V b) { return a + b; }
BP_OVER_ROWS(sum_of_rows, K(sum_of_two), add)
BP_OVER_ROWS(max_of_rows, K(max_of_two), maximum)
BP_OVER_ROWS(min_of_rows, K(min_of_two), minimum)

/// Columns `from` ..< `to` of x to rows of y, through tiles on the stack: reads and writes both
/// run along rows, and a power of two between rows does not evict a tile from the cache.
static void K(transpose)(
  const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t from, ptrdiff_t to) {
  enum { side = 32 };
  T tile[side][side];
  for (ptrdiff_t r0 = 0; r0 < rows; r0 += side) {
    const ptrdiff_t height = rows - r0 < side ? rows - r0 : side;
    for (ptrdiff_t c0 = from; c0 < to; c0 += side) {
      const ptrdiff_t width = to - c0 < side ? to - c0 : side;
      for (ptrdiff_t r = 0; r < height; r++)
        for (ptrdiff_t c = 0; c < width; c++) tile[c][r] = x[(r0 + r) * columns + c0 + c];
      for (ptrdiff_t c = 0; c < width; c++)
        for (ptrdiff_t r = 0; r < height; r++) y[(c0 + c) * rows + r0 + r] = tile[c][r];
    }
  }
}
