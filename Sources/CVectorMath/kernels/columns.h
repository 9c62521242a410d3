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
BP_INLINE V K(max_of_two)(V a, V b) { return BP_GREATER_OF(a, b); }
BP_INLINE V K(min_of_two)(V a, V b) { return BP_LESS_OF(a, b); }
BP_OVER_ROWS(sum_of_rows, K(sum_of_two), add)
BP_OVER_ROWS(max_of_rows, K(max_of_two), maximum)
BP_OVER_ROWS(min_of_rows, K(min_of_two), minimum)

// Four elements, and those at any address.
typedef T K(four) __attribute__((ext_vector_type(4)));
typedef T K(unaligned_four) __attribute__((ext_vector_type(4), aligned(sizeof(T)), may_alias));

/// Four rows of four at x, as four columns at y.
BP_INLINE void K(transpose_four)(
  const T *x, ptrdiff_t x_stride, T *y, ptrdiff_t y_stride) {
  const K(four) r0 = *(const K(unaligned_four) *)x;
  const K(four) r1 = *(const K(unaligned_four) *)(x + x_stride);
  const K(four) r2 = *(const K(unaligned_four) *)(x + 2 * x_stride);
  const K(four) r3 = *(const K(unaligned_four) *)(x + 3 * x_stride);
  const K(four) a = __builtin_shufflevector(r0, r1, 0, 4, 2, 6);
  const K(four) b = __builtin_shufflevector(r0, r1, 1, 5, 3, 7);
  const K(four) c = __builtin_shufflevector(r2, r3, 0, 4, 2, 6);
  const K(four) d = __builtin_shufflevector(r2, r3, 1, 5, 3, 7);
  *(K(unaligned_four) *)y = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  *(K(unaligned_four) *)(y + y_stride) = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  *(K(unaligned_four) *)(y + 2 * y_stride) = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  *(K(unaligned_four) *)(y + 3 * y_stride) = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

/// Columns `from` ..< `to` of x to rows of y. The inner loop reads along as many rows as fill one
/// line of the cache in each row of y, so that a power of two between rows, which makes lines
/// compete for few places in the cache, does no harm; strips of columns limit the pages in use.
static void K(transpose)(
  const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t from, ptrdiff_t to) {
  enum { height = 64 / sizeof(T), strip = 64 };
  const ptrdiff_t whole_rows = rows / height * height;
  for (ptrdiff_t c0 = from; c0 < to; c0 += strip) {
    const ptrdiff_t end = to - c0 < strip ? to : c0 + strip;
    const ptrdiff_t whole_end = c0 + (end - c0) / 4 * 4;
    for (ptrdiff_t r0 = 0; r0 < whole_rows; r0 += height) {
      for (ptrdiff_t c = c0; c < whole_end; c += 4)
        for (ptrdiff_t r = r0; r < r0 + height; r += 4)
          K(transpose_four)(x + r * columns + c, columns, y + c * rows + r, rows);
      for (ptrdiff_t c = whole_end; c < end; c++)
        for (ptrdiff_t r = r0; r < r0 + height; r++) y[c * rows + r] = x[r * columns + c];
    }
    for (ptrdiff_t r = whole_rows; r < rows; r++)
      for (ptrdiff_t c = c0; c < end; c++) y[c * rows + r] = x[r * columns + c];
  }
}
