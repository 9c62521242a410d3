// Steps of optimizers, which are cut anywhere.

enum { K(step_chunk) = 8192 };

typedef struct {
  T *p;
  const T *g;
  T *m, *v;
  T rate, factor1, factor2, epsilon, weight_decay, scale1, scale2;
  int nesterov, first;
  ptrdiff_t n;
} K(step_work);

static void K(sgd_task)(void *context, ptrdiff_t index) {
  const K(step_work) *w = context;
  const ptrdiff_t start = index * K(step_chunk);
  KERNEL(sgd_step)(
    w->p + start, w->g + start, w->m ? w->m + start : NULL, w->rate, w->factor1, w->factor2,
    w->weight_decay, w->nesterov, w->first, bp_smaller(K(step_chunk), w->n - start));
}

static void K(adam_task)(void *context, ptrdiff_t index) {
  const K(step_work) *w = context;
  const ptrdiff_t start = index * K(step_chunk);
  KERNEL(adam_step)(
    w->p + start, w->g + start, w->m + start, w->v + start, w->rate, w->factor1, w->factor2,
    w->epsilon, w->weight_decay, w->scale1, w->scale2,
    bp_smaller(K(step_chunk), w->n - start));
}

static void K(step)(K(step_work) w, bp_task task) {
  if (w.n <= 0) return;
  bp_for_chunks(bp_quotient_up(w.n, K(step_chunk)), task, &w);
}

void P(sgd_step)(
  T *p, const T *g, T *velocity, T rate, T momentum, T dampening, T weight_decay, int nesterov,
  int first, ptrdiff_t n) {
  K(step)(
    (K(step_work)){
      .p = p, .g = g, .m = velocity, .rate = rate, .factor1 = momentum, .factor2 = dampening,
      .weight_decay = weight_decay, .nesterov = nesterov, .first = first, .n = n},
    K(sgd_task));
}

void P(adam_step)(
  T *p, const T *g, T *m, T *v, T rate, T beta1, T beta2, T epsilon, T weight_decay, int decoupled,
  T correction1, T correction2, ptrdiff_t n) {
  K(step)(
    (K(step_work)){
      .p = p, .g = g, .m = m, .v = v, .rate = rate / correction1, .factor1 = beta1,
      .factor2 = beta2, .epsilon = epsilon, .weight_decay = decoupled ? 0 : weight_decay,
      .scale1 = decoupled ? 1 - rate * weight_decay : 1,
      .scale2 = 1 / __builtin_elementwise_sqrt(correction2), .n = n},
    K(adam_task));
}

typedef struct {
  void (*step)(
    T *p, const T *g, T *s, T *t, T *u, const K(bp_step_options) *options, ptrdiff_t n);
  T *p;
  const T *g;
  T *s, *t, *u;
  const K(bp_step_options) *options;
  ptrdiff_t n;
} K(rule_work);

static void K(rule_task)(void *context, ptrdiff_t index) {
  const K(rule_work) *w = context;
  const ptrdiff_t start = index * K(step_chunk);
  w->step(
    w->p + start, w->g + start, w->s ? w->s + start : NULL, w->t ? w->t + start : NULL,
    w->u ? w->u + start : NULL, w->options, bp_smaller(K(step_chunk), w->n - start));
}

void P(optimizer_step)(
  bp_rule rule, T *p, const T *g, T *s, T *t, T *u, const K(bp_step_options) *options,
  ptrdiff_t n) {
  if (n <= 0) return;
  K(rule_work) w = {KERNEL(steps)[rule], p, g, s, t, u, options, n};
  bp_for_chunks(bp_quotient_up(n, K(step_chunk)), K(rule_task), &w);
}
