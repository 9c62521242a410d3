// Activations are cut anywhere: an element's value does not depend on where the cuts are.

enum { K(cheap_chunk) = 8192, K(costly_chunk) = 2048 };

typedef struct {
  K(bp_map) map;
  const T *a, *b;
  T s, t;
  T *y;
  ptrdiff_t n, chunk;
} K(activation_work);

static void K(activation_task)(void *context, ptrdiff_t index) {
  const K(activation_work) *w = context;
  const ptrdiff_t start = index * w->chunk;
  w->map(
    w->a + start, w->b + start, w->s, w->t, w->y + start, bp_smaller(w->chunk, w->n - start));
}

static void K(activate)(K(activation_work) w) {
  if (w.n < 2 * w.chunk) {
    w.map(w.a, w.b, w.s, w.t, w.y, w.n);
  } else {
    bp_for_chunks(bp_quotient_up(w.n, w.chunk), K(activation_task), &w);
  }
}

void P(activation)(bp_activation kind, const T *x, T s, T t, T *y, ptrdiff_t n) {
  K(activation_work) w = {KERNEL(elu), x, x, s, t, y, n, K(costly_chunk)};
  switch (kind) {
    case BP_ELU: break;
    case BP_GELU: w.map = KERNEL(gelu); break;
    case BP_GELU_TANH: w.map = KERNEL(gelu_tanh); break;
    case BP_SILU: w.map = KERNEL(silu); break;
    case BP_SOFTPLUS: w.map = KERNEL(softplus); break;
    case BP_CLAMP: w.map = KERNEL(clamp), w.chunk = K(cheap_chunk); break;
    case BP_PRELU: w.map = KERNEL(leaky_relu), w.chunk = K(cheap_chunk); break;
  }
  K(activate)(w);
}

void P(activation_backward)(
  bp_activation kind, const T *x, const T *grad_output, T s, T t, T *grad_input, ptrdiff_t n) {
  K(activation_work) w = {
    KERNEL(elu_backward), x, grad_output, s, t, grad_input, n, K(costly_chunk)};
  switch (kind) {
    case BP_ELU: w.chunk = K(cheap_chunk); break;
    case BP_GELU: w.map = KERNEL(gelu_backward); break;
    case BP_GELU_TANH: w.map = KERNEL(gelu_tanh_backward); break;
    case BP_SILU: w.map = KERNEL(silu_backward); break;
    case BP_SOFTPLUS: w.map = KERNEL(softplus_backward); break;
    case BP_CLAMP: w.map = KERNEL(clamp_backward), w.chunk = K(cheap_chunk); break;
    case BP_PRELU: w.map = KERNEL(prelu_backward), w.chunk = K(cheap_chunk); break;
  }
  K(activate)(w);
}
