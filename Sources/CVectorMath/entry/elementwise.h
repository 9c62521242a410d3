// Element-wise functions: small ones are one call of the kernel, large ones are cut into chunks
// for the pool. An element's value does not depend on where the cuts are.

typedef struct {
  K(bp_map) map;
  const T *a, *b;
  T s, t;
  T *y;
  ptrdiff_t n, chunk;
} K(map_work);

static void K(map_task)(void *context, ptrdiff_t index) {
  const K(map_work) *w = context;
  const ptrdiff_t start = index * w->chunk;
  w->map(
    w->a + start, w->b + start, w->s, w->t, w->y + start, bp_smaller(w->chunk, w->n - start));
}

static __attribute__((noinline)) void K(map_in_parallel)(K(map_work) w) {
  bp_for_chunks(bp_quotient_up(w.n, w.chunk), K(map_task), &w);
}

// The costly functions take some five times as long an element as those that wait for memory.
enum { K(cheap_chunk) = 8192, K(costly_chunk) = 2048 };

static inline void K(map)(
  K(bp_map) map, const T *a, const T *b, T s, T t, T *y, ptrdiff_t n, ptrdiff_t chunk) {
  if (n < 2 * chunk) {
    map(a, b, s, t, y, n);
  } else {
    K(map_in_parallel)((K(map_work)){map, a, b, s, t, y, n, chunk});
  }
}

#undef BP_UNARY
#define BP_UNARY(name, chunk) \
  void P(name)(const T *x, T *y, ptrdiff_t n) { \
    K(map)(KERNEL(name), x, x, 0, 0, y, n, K(chunk)); \
  }
BP_UNARY(exp, costly_chunk)
BP_UNARY(log, costly_chunk)
BP_UNARY(tanh, costly_chunk)
BP_UNARY(sigmoid, costly_chunk)
BP_UNARY(erf, costly_chunk)
BP_UNARY(sqrt, cheap_chunk)
BP_UNARY(abs, cheap_chunk)
BP_UNARY(negate, cheap_chunk)
BP_UNARY(square, cheap_chunk)
BP_UNARY(copy, cheap_chunk)

void P(reciprocal)(const T *x, T *y, ptrdiff_t n) {
  K(map)(KERNEL(divide_scalar), x, x, 1, 0, y, n, K(cheap_chunk));
}

#undef BP_BINARY
#define BP_BINARY(name) \
  void P(name)(const T *a, const T *b, T *y, ptrdiff_t n) { \
    K(map)(KERNEL(name), a, b, 0, 0, y, n, K(cheap_chunk)); \
  }
BP_BINARY(add)
BP_BINARY(subtract)
BP_BINARY(multiply)
BP_BINARY(divide)
BP_BINARY(minimum)
BP_BINARY(maximum)

// From the output and the gradient with respect to it.
BP_BINARY(tanh_backward)
BP_BINARY(sigmoid_backward)

void P(leaky_relu)(const T *x, T slope, T *y, ptrdiff_t n) {
  K(map)(slope == 0 ? KERNEL(relu) : KERNEL(leaky_relu), x, x, slope, 0, y, n, K(cheap_chunk));
}

void P(leaky_relu_backward)(
  const T *x, const T *grad_output, T slope, T *grad_input, ptrdiff_t n) {
  K(map)(
    slope == 0 ? KERNEL(relu_backward) : KERNEL(leaky_relu_backward), x, grad_output, slope, 0,
    grad_input, n, K(cheap_chunk));
}

void P(fill)(T value, T *y, ptrdiff_t n) {
  K(map)(KERNEL(fill), y, y, value, 0, y, n, K(cheap_chunk));
}

void P(affine)(const T *x, T alpha, T beta, T *y, ptrdiff_t n) {
  K(map)(KERNEL(affine), x, x, alpha, beta, y, n, K(cheap_chunk));
}

void P(scale_difference)(const T *a, const T *b, T alpha, T *y, ptrdiff_t n) {
  K(map)(KERNEL(scale_difference), a, b, alpha, 0, y, n, K(cheap_chunk));
}

void P(divide_scalar)(T alpha, const T *x, T *y, ptrdiff_t n) {
  K(map)(KERNEL(divide_scalar), x, x, alpha, 0, y, n, K(cheap_chunk));
}

void P(clamp)(const T *x, T low, T high, T *y, ptrdiff_t n) {
  K(map)(KERNEL(clamp), x, x, low, high, y, n, K(cheap_chunk));
}

void P(axpby)(T alpha, const T *x, T beta, T *y, ptrdiff_t n) {
  if (beta == 0) {
    K(map)(KERNEL(scale), x, x, alpha, 0, y, n, K(cheap_chunk));
  } else {
    K(map)(KERNEL(axpby), x, y, alpha, beta, y, n, K(cheap_chunk));
  }
}
