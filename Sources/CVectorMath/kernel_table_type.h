// The table of one precision; included with T (the type) and S (its suffix) defined.

typedef void (*BP_CONCATENATE(bp_map, S))(
  const T *a, const T *b, T s, T t, T *y, ptrdiff_t n);
typedef void (*BP_CONCATENATE(bp_rows, S))(
  const T *x, const T *v, T *y, ptrdiff_t rows, ptrdiff_t columns);
typedef void (*BP_CONCATENATE(bp_columns, S))(
  const T *x, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t stride, T *y);

typedef void (*BP_CONCATENATE(bp_feature_map_kernel, S))(
  const T *a, const T *b, const T *p, const T *q, const T *r, T *y, ptrdiff_t rows,
  ptrdiff_t columns);
typedef void (*BP_CONCATENATE(bp_feature_sum_kernel, S))(
  const T *a, const T *b, const T *p, T beta, T *y, ptrdiff_t rows, ptrdiff_t width,
  ptrdiff_t stride);
typedef double (*BP_CONCATENATE(bp_element_loss_kernel, S))(
  const T *x, const T *t, const T *weights, const T *positive, T s, T alpha, T *y,
  ptrdiff_t rows, ptrdiff_t columns);

typedef struct {
  BP_MAPS(BP_KERNEL_FIELD_MAP)
  BP_SUMS(BP_KERNEL_FIELD_SUM)
  BP_EXTREMES(BP_KERNEL_FIELD_EXTREME)
  BP_FINDS(BP_KERNEL_FIELD_FIND)
  BP_ROWS(BP_KERNEL_FIELD_ROWS)
  BP_COLUMNS(BP_KERNEL_FIELD_COLUMNS)
  BP_ACTIVATIONS(BP_KERNEL_FIELD_MAP)
  BP_FEATURE_MAPS(BP_KERNEL_FIELD_FEATURE_MAP)
  BP_FEATURE_SUMS(BP_KERNEL_FIELD_FEATURE_SUM)
  BP_ELEMENT_LOSSES(BP_KERNEL_FIELD_ELEMENT_LOSS)
  double (*multi_margin)(
    const T *x, const T *indices, const T *weights, int power, T s, T alpha, T *y,
    ptrdiff_t rows, ptrdiff_t columns);
  void (*layer_norm)(
    const T *x, const T *gamma, const T *beta, T epsilon, T *normalized, T *inverse, T *y,
    ptrdiff_t rows, ptrdiff_t columns);
  void (*layer_norm_backward)(
    const T *g, const T *gamma, const T *normalized, const T *inverse, T *y, ptrdiff_t rows,
    ptrdiff_t columns);
  // Columns `from` ..< `to` of x, written as rows of y.
  void (*transpose)(
    const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t from, ptrdiff_t to);
  // The losses return what they sum in double.
  double (*log_loss)(
    const T *p, const T *t, const T *weights, T epsilon, ptrdiff_t rows, ptrdiff_t columns);
  void (*log_loss_backward)(
    const T *p, const T *t, const T *weights, T epsilon, T alpha, T *y, ptrdiff_t rows,
    ptrdiff_t columns);
  double (*cross_entropy)(
    const T *x, const T *t, const T *weights, T smoothing, T alpha, T *y, ptrdiff_t rows,
    ptrdiff_t columns);
  double (*cross_entropy_indices)(
    const T *x, const T *indices, const T *weights, T smoothing, T alpha, T *y, ptrdiff_t rows,
    ptrdiff_t columns);
  ptrdiff_t (*first_invalid_index)(const T *indices, ptrdiff_t n, ptrdiff_t classes);
  void (*sgd_step)(
    T *p, const T *g, T *velocity, T rate, T momentum, T dampening, T weight_decay, int nesterov,
    int first, ptrdiff_t n);
  // rate is divided by correction1 already. p is multiplied by decay_factor first (1: not
  // decoupled), and inverse_root2 is 1 / sqrt(correction2).
  void (*adam_step)(
    T *p, const T *g, T *m, T *v, T rate, T beta1, T beta2, T epsilon, T weight_decay,
    T decay_factor, T inverse_root2, ptrdiff_t n);
  void (*steps[BP_RULE_COUNT])(
    T *p, const T *g, T *s, T *t, T *u, const BP_CONCATENATE(bp_step_options, S) *options,
    ptrdiff_t n);
} BP_CONCATENATE(bp_kernels, S);
