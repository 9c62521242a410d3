// Reductions of large buffers go by blocks, whose length depends on n alone; the results of the
// blocks are combined in order, whichever threads made them.

enum { K(smallest_block) = 16384, K(most_blocks) = 256 };

static inline ptrdiff_t K(block_length)(ptrdiff_t n) {
  // A multiple of what a step of a kernel takes, so that only the last block has a tail.
  const ptrdiff_t length = bp_quotient_up(n, K(most_blocks));
  return bp_larger(K(smallest_block), (length + 255) / 256 * 256);
}

typedef struct {
  double (*sum)(const T *a, const T *b, ptrdiff_t n);
  const T *a, *b;
  ptrdiff_t n, length;
  double partial[K(most_blocks)];
} K(sum_work);

static void K(sum_task)(void *context, ptrdiff_t index) {
  K(sum_work) *w = context;
  const ptrdiff_t start = index * w->length;
  w->partial[index] = w->sum(w->a + start, w->b + start, bp_smaller(w->length, w->n - start));
}

static __attribute__((noinline)) T K(sum_blocks)(
  double (*sum)(const T *a, const T *b, ptrdiff_t n), const T *a, const T *b, ptrdiff_t n) {
  K(sum_work) w;
  w.sum = sum;
  w.a = a;
  w.b = b;
  w.n = n;
  w.length = K(block_length)(n);
  const ptrdiff_t blocks = bp_quotient_up(n, w.length);
  bp_for_chunks(blocks, K(sum_task), &w);
  double total = 0;
  for (ptrdiff_t i = 0; i < blocks; i++) total += w.partial[i];
  return (T)total;
}

static inline T K(sum_of)(
  double (*sum)(const T *a, const T *b, ptrdiff_t n), const T *a, const T *b, ptrdiff_t n) {
  if (n <= K(smallest_block)) return (T)sum(a, b, n);
  return K(sum_blocks)(sum, a, b, n);
}

T P(sum)(const T *x, ptrdiff_t n) { return K(sum_of)(KERNEL(sum), x, x, n); }

T P(sum_of_squares)(const T *x, ptrdiff_t n) { return K(sum_of)(KERNEL(sum_of_squares), x, x, n); }

T P(squared_distance)(const T *a, const T *b, ptrdiff_t n) {
  return K(sum_of)(KERNEL(squared_distance), a, b, n);
}

T P(prelu_slope)(const T *x, const T *grad_output, ptrdiff_t n) {
  return K(sum_of)(KERNEL(prelu_slope), x, grad_output, n);
}

typedef struct {
  T (*extreme)(const T *x, ptrdiff_t n);
  const T *x;
  ptrdiff_t n, length;
  T partial[K(most_blocks)];
} K(extreme_work);

static void K(extreme_task)(void *context, ptrdiff_t index) {
  K(extreme_work) *w = context;
  const ptrdiff_t start = index * w->length;
  w->partial[index] = w->extreme(w->x + start, bp_smaller(w->length, w->n - start));
}

static T K(extreme_of)(T (*extreme)(const T *x, ptrdiff_t n), const T *x, ptrdiff_t n) {
  if (n < 8 * K(smallest_block)) return extreme(x, n);
  K(extreme_work) w;
  w.extreme = extreme;
  w.x = x;
  w.n = n;
  w.length = K(block_length)(n);
  const ptrdiff_t blocks = bp_quotient_up(n, w.length);
  bp_parallel_for(blocks, K(extreme_task), &w);
  return extreme(w.partial, blocks);
}

T P(min)(const T *x, ptrdiff_t n) { return K(extreme_of)(KERNEL(min), x, n); }

T P(max)(const T *x, ptrdiff_t n) { return K(extreme_of)(KERNEL(max), x, n); }

// The place is found from the value: two passes at the speed of memory, and the second ends early.
ptrdiff_t P(argmin)(const T *x, ptrdiff_t n) { return KERNEL(find_equal)(x, P(min)(x, n), n); }

ptrdiff_t P(argmax)(const T *x, ptrdiff_t n) { return KERNEL(find_equal)(x, P(max)(x, n), n); }

ptrdiff_t P(first_non_finite)(const T *x, ptrdiff_t n) {
  const ptrdiff_t index = KERNEL(find_non_finite)(x, 0, n);
  return index < n ? index : -1;
}
