// Losses that are sums over elements: cut by the shape alone, and the parts added in order. Without
// numbers for each feature the cuts are anywhere, else between rows.

enum { K(most_parts) = 128, K(part_elements) = 16384 };

typedef struct {
  K(bp_element_loss_kernel) loss;  // NULL: multi_margin
  const T *x, *t, *weights, *positive;
  int power;
  T s, alpha;
  T *y;
  ptrdiff_t rows, columns, target_columns, chunk;
  double partial[K(most_parts)];
} K(element_loss_work);

static void K(element_loss_task)(void *context, ptrdiff_t index) {
  K(element_loss_work) *w = context;
  const ptrdiff_t row = index * w->chunk, count = bp_smaller(w->chunk, w->rows - row);
  const ptrdiff_t offset = row * w->columns;
  const T *x = w->x + offset, *t = w->t + row * w->target_columns;
  T *y = w->y ? w->y + offset : NULL;
  double sum;
  if (!w->loss) {
    sum = KERNEL(multi_margin)(
      x, t, w->weights, w->power, w->s, w->alpha, y, count, w->columns);
  } else if (w->columns == 1 && !w->weights && !w->positive) {
    sum = w->loss(x, t, NULL, NULL, w->s, w->alpha, y, 1, count);
  } else {
    sum = w->loss(x, t, w->weights, w->positive, w->s, w->alpha, y, count, w->columns);
  }
  w->partial[index] = sum;
}

static T K(sum_element_losses)(K(element_loss_work) *w) {
  if (w->rows <= 0 || w->columns <= 0) return 0;
  const ptrdiff_t rows = bp_larger(1, K(part_elements) / w->columns);
  w->chunk = bp_larger(rows, bp_quotient_up(w->rows, K(most_parts)));
  const ptrdiff_t parts = bp_quotient_up(w->rows, w->chunk);
  bp_for_chunks(parts, K(element_loss_task), w);
  double total = 0;
  for (ptrdiff_t i = 0; i < parts; i++) total += w->partial[i];
  return (T)total;
}

T P(element_loss)(
  bp_element_loss kind, const T *x, const T *t, const T *weights, const T *positive, T s,
  T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns) {
  K(element_loss_work) w;
  switch (kind) {
    case BP_ABSOLUTE_ERROR: w.loss = KERNEL(absolute_error); break;
    case BP_HUBER: w.loss = KERNEL(huber); break;
    case BP_BINARY_CROSS_ENTROPY: w.loss = KERNEL(binary_cross_entropy); break;
    case BP_LOGISTIC: w.loss = KERNEL(logistic); break;
    case BP_DIVERGENCE: w.loss = KERNEL(divergence); break;
  }
  const int flat = !weights && !positive;
  w.x = x, w.t = t, w.weights = weights, w.positive = positive;
  w.power = 0, w.s = s, w.alpha = alpha, w.y = grad_input;
  w.rows = flat ? rows * columns : rows, w.columns = flat ? 1 : columns;
  w.target_columns = w.columns;
  return K(sum_element_losses)(&w);
}

T P(multi_margin)(
  const T *x, const T *indices, const T *weights, int power, T margin, T alpha, T *grad_input,
  ptrdiff_t rows, ptrdiff_t columns) {
  K(element_loss_work) w;
  w.loss = NULL, w.x = x, w.t = indices, w.weights = weights, w.positive = NULL;
  w.power = power, w.s = margin, w.alpha = alpha, w.y = grad_input;
  w.rows = rows, w.columns = columns, w.target_columns = 1;
  return K(sum_element_losses)(&w);
}
