// Losses are summed by blocks of rows, cut by the shape alone.

enum { K(most_parts) = 128, K(part_elements) = 16384 };

typedef enum { K(log_loss_kind), K(cross_entropy_kind), K(indices_kind) } K(loss_kind);

typedef struct {
  K(loss_kind) kind;
  const T *x, *t, *weights;
  T factor, alpha;  // epsilon or smoothing, and alpha
  T *y;
  ptrdiff_t rows, columns, chunk;
  double partial[K(most_parts)];
} K(loss_work);

static void K(loss_task)(void *context, ptrdiff_t index) {
  K(loss_work) *w = context;
  const ptrdiff_t row = index * w->chunk, count = bp_smaller(w->chunk, w->rows - row);
  const ptrdiff_t offset = row * w->columns;
  T *y = w->y ? w->y + offset : NULL;
  switch (w->kind) {
    case K(log_loss_kind):
      w->partial[index] = KERNEL(log_loss)(
        w->x + offset, w->t + offset, w->weights, w->factor, count, w->columns);
      break;
    case K(cross_entropy_kind):
      w->partial[index] = KERNEL(cross_entropy)(
        w->x + offset, w->t + offset, w->weights, w->factor, w->alpha, y, count, w->columns);
      break;
    case K(indices_kind):
      w->partial[index] = KERNEL(cross_entropy_indices)(
        w->x + offset, w->t + row, w->weights, w->factor, w->alpha, y, count, w->columns);
      break;
  }
}

static T K(loss)(K(loss_work) *w) {
  if (w->rows <= 0 || w->columns <= 0) return 0;
  const ptrdiff_t rows = bp_larger(1, K(part_elements) / w->columns);
  w->chunk = bp_larger(rows, bp_quotient_up(w->rows, K(most_parts)));
  const ptrdiff_t parts = bp_quotient_up(w->rows, w->chunk);
  if (parts == 1) {
    K(loss_task)(w, 0);
  } else {
    bp_parallel_for(parts, K(loss_task), w);
  }
  double total = 0;
  for (ptrdiff_t i = 0; i < parts; i++) total += w->partial[i];
  return (T)total;
}

#undef BP_LOSS
#define BP_LOSS(loss_kind, x_, t_, weights_, factor_, alpha_, y_) \
  K(loss_work) w; \
  w.kind = K(loss_kind), w.x = x_, w.t = t_, w.weights = weights_; \
  w.factor = factor_, w.alpha = alpha_, w.y = y_, w.rows = rows, w.columns = columns; \
  return K(loss)(&w)

T P(log_loss)(
  const T *p, const T *t, const T *weights, T epsilon, ptrdiff_t rows, ptrdiff_t columns) {
  BP_LOSS(log_loss_kind, p, t, weights, epsilon, 0, NULL);
}

T P(cross_entropy)(
  const T *x, const T *t, const T *weights, T smoothing, T alpha, T *grad_input, ptrdiff_t rows,
  ptrdiff_t columns) {
  BP_LOSS(cross_entropy_kind, x, t, weights, smoothing, alpha, grad_input);
}

T P(cross_entropy_indices)(
  const T *x, const T *indices, const T *weights, T smoothing, T alpha, T *grad_input,
  ptrdiff_t rows, ptrdiff_t columns) {
  BP_LOSS(indices_kind, x, indices, weights, smoothing, alpha, grad_input);
}

static void K(log_loss_backward_task)(void *context, ptrdiff_t index) {
  const K(loss_work) *w = context;
  const ptrdiff_t row = index * w->chunk, count = bp_smaller(w->chunk, w->rows - row);
  const ptrdiff_t offset = row * w->columns;
  KERNEL(log_loss_backward)(
    w->x + offset, w->t + offset, w->weights, w->factor, w->alpha, w->y + offset, count,
    w->columns);
}

void P(log_loss_backward)(
  const T *p, const T *t, const T *weights, T epsilon, T alpha, T *grad_input, ptrdiff_t rows,
  ptrdiff_t columns) {
  if (rows <= 0 || columns <= 0) return;
  K(loss_work) w;
  w.x = p, w.t = t, w.weights = weights, w.factor = epsilon, w.alpha = alpha, w.y = grad_input;
  w.rows = rows, w.columns = columns;
  w.chunk = bp_larger(1, K(part_elements) / columns);
  if (w.chunk >= rows) {
    w.chunk = rows;
    K(log_loss_backward_task)(&w, 0);
  } else {
    bp_parallel_for(bp_quotient_up(rows, w.chunk), K(log_loss_backward_task), &w);
  }
}

ptrdiff_t P(first_invalid_index)(const T *indices, ptrdiff_t n, ptrdiff_t classes) {
  const ptrdiff_t index = KERNEL(first_invalid_index)(indices, n, classes);
  return index < n ? index : -1;
}
