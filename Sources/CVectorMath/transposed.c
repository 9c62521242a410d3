// Small transposes on the stack, for products that are faster with one.
#include "vector_math.h"

#define BP_WITH_TRANSPOSED(T, S) \
  void bp_with_transposed_##S( \
    const T *x, ptrdiff_t rows, ptrdiff_t columns, void *context, \
    void (*body)(void *context, const T *transposed)) { \
    T transposed[BP_MAXIMUM_TRANSPOSED]; \
    bp_transpose_##S(x, transposed, rows, columns); \
    body(context, transposed); \
  }

BP_WITH_TRANSPOSED(double, f64)
BP_WITH_TRANSPOSED(float, f32)
