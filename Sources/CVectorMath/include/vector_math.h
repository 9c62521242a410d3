// Element-wise, row-wise and reducing kernels over contiguous row-major buffers, in double and
// single precision, compiled once for each instruction set and chosen before main.
//
// Conventions. Inputs come first, outputs next, sizes last. Unless a comment says otherwise an
// output may be the same buffer as an input of the same size, but never overlaps one partly.
// Every result depends on the arguments and the instruction set alone: never on the number of
// threads, the addresses, or an element's position within its vector. NaN propagates.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The instruction sets that kernels are compiled for.
typedef enum {
  BP_ISA_BASELINE = 0,  // what the target guarantees (x86-64: SSE2)
  BP_ISA_V3 = 1,        // x86-64-v3: AVX2, FMA
  BP_ISA_V4 = 2,        // x86-64-v4: AVX-512 F, BW, CD, DQ, VL
} bp_isa;

/// The set in use. At first the best that the processor has, or what BACKPROP_ISA names
/// ("baseline", "x86-64-v3", "x86-64-v4") if the processor has it.
bp_isa bp_current_isa(void);
/// Whether this processor (and this build) can run the set.
int bp_isa_is_supported(bp_isa isa);
/// Makes the set current; returns 0, and changes nothing, where it is not supported. For tests:
/// not to be called while kernels run.
int bp_force_isa(bp_isa isa);
/// "baseline", "x86-64-v3", "x86-64-v4".
const char *bp_isa_name(bp_isa isa);

/// The rules of optimizers that have one signature; kernels/optimizers.h says what each does.
typedef enum {
  BP_RULE_ASGD,
  BP_RULE_ADAGRAD,
  BP_RULE_ADADELTA,
  BP_RULE_RMSPROP,
  BP_RULE_RPROP,
  BP_RULE_ADAMAX,
  BP_RULE_AMSGRAD,
  BP_RULE_NADAM,
  BP_RULE_RADAM,
  BP_RULE_LION,
  BP_RULE_COUNT,
} bp_rule;

/// What a rule needs besides its vectors; the comment at each says which of them it reads.
typedef struct {
  double rate, weight_decay, shrink, decay1, decay2, epsilon, scale1, scale2, root_scale;
} bp_step_options_f64;
typedef struct {
  float rate, weight_decay, shrink, decay1, decay2, epsilon, scale1, scale2, root_scale;
} bp_step_options_f32;

/// Activations: elu (s, t: y = t x where x > 0, else s (exp x - 1)), gelu (with erf: x Phi(x)), gelu_tanh (its
/// approximation by tanh), silu (x sigmoid(x)), softplus (s = beta, t = threshold: x where beta x > threshold, else
/// log(1 + exp(beta x)) / beta), clamp (to [s, t]), prelu (x where x > 0, else s x). elu with s = t = 1 and softplus with
/// beta 1: at most 2 ulp; silu: at most 4; gelu_tanh: at most 4 + |x|^3, which an exponent of that size costs; gelu: absolute
/// error at most an ulp of |x|, because 1 + erf cancels on the left.
typedef enum {
  BP_ELU, BP_GELU, BP_GELU_TANH, BP_SILU, BP_SOFTPLUS, BP_CLAMP, BP_PRELU,
} bp_activation;

/// y [rows, columns] from a, b [rows, columns] and p, q, r [columns]; unused ones may be NULL.
typedef enum {
  BP_STANDARDIZE,           // (a - p) q
  BP_SCALE_AND_SHIFT,       // a p + q
  BP_STANDARDIZE_BACKWARD,  // p (b - q - a r)
  BP_PRELU_ROW,             // a where a > 0, else p a
  BP_PRELU_ROW_BACKWARD,    // b where a > 0, else p b; NaN where a is NaN
} bp_feature_map;

/// Sums over the rows, from a, b [rows, columns] and p [columns].
typedef enum {
  BP_SUM_OF_PRODUCTS,            // a b
  BP_SUM_OF_SQUARED_DEVIATIONS,  // (a - p)^2
  BP_SUM_OF_PRELU_SLOPES,        // a b where not a > 0
} bp_feature_sum;

/// Losses of x against t, [rows, columns], summed over all elements.
typedef enum {
  BP_ABSOLUTE_ERROR,        // |x - t|; gradient 0 where they are equal
  BP_HUBER,                 // (x - t)^2 / 2 up to |x - t| = s, beyond it s (|x - t| - s/2)
  BP_BINARY_CROSS_ENTROPY,  // -(t log(x + s) + (1 - t) log(1 - x + s)), logarithms at least -100
  BP_LOGISTIC,              // -(positive t log sigmoid(x) + (1 - t) log sigmoid(-x))
  BP_DIVERGENCE,            // t (log t - x), 0 where t = 0
} bp_element_loss;

// clang-format off
#define BP_DECLARE(T, S) \
  /* Functions of each element, x -> y. exp, log, tanh, sigmoid, erf: at most 2 ulp. */ \
  void bp_exp_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_log_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_tanh_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_sigmoid_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_erf_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_sqrt_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_abs_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_negate_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_square_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_reciprocal_##S(const T *x, T *y, ptrdiff_t n); \
  /* x > 0 ? x : slope * x; slope 0 gives exactly +0 for x <= 0, also for -infinity; NaN stays. */ \
  void bp_leaky_relu_##S(const T *x, T slope, T *y, ptrdiff_t n); \
  /* Functions of two elements. minimum and maximum give NaN where either is NaN. */ \
  void bp_add_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  void bp_subtract_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  void bp_multiply_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  void bp_divide_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  void bp_minimum_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  void bp_maximum_##S(const T *a, const T *b, T *y, ptrdiff_t n); \
  /* With scalars. */ \
  void bp_fill_##S(T value, T *y, ptrdiff_t n); \
  void bp_copy_##S(const T *x, T *y, ptrdiff_t n); \
  void bp_affine_##S(const T *x, T alpha, T beta, T *y, ptrdiff_t n);          /* alpha x + beta */ \
  void bp_scale_difference_##S(const T *a, const T *b, T alpha, T *y, ptrdiff_t n); /* alpha (a - b) */ \
  void bp_divide_scalar_##S(T alpha, const T *x, T *y, ptrdiff_t n);           /* alpha / x */ \
  void bp_clamp_##S(const T *x, T low, T high, T *y, ptrdiff_t n);             /* NaN stays NaN */ \
  void bp_axpby_##S(T alpha, const T *x, T beta, T *y, ptrdiff_t n);           /* y = alpha x + beta y; beta 0 does not read y */ \
  /* Derivatives of activations: gradInput from gradOutput and the input x or the output y. */ \
  /* leaky_relu: gradOutput where x > 0, slope * gradOutput where x < 0, 0 where x = 0, NaN where x is NaN; */ \
  /* slope 0: exactly +0 where x <= 0. */ \
  void bp_leaky_relu_backward_##S(const T *x, const T *grad_output, T slope, T *grad_input, ptrdiff_t n); \
  void bp_tanh_backward_##S(const T *y, const T *grad_output, T *grad_input, ptrdiff_t n);    /* g (1 - y^2) */ \
  void bp_sigmoid_backward_##S(const T *y, const T *grad_output, T *grad_input, ptrdiff_t n); /* g y (1 - y) */ \
  /* x is the output for elu, else the input. clamp: 0 on the borders. prelu: s g where x <= 0. */ \
  void bp_activation_##S(bp_activation kind, const T *x, T s, T t, T *y, ptrdiff_t n); \
  void bp_activation_backward_##S(bp_activation kind, const T *x, const T *grad_output, T s, T t, T *grad_input, ptrdiff_t n); \
  T bp_prelu_slope_##S(const T *x, const T *grad_output, ptrdiff_t n);         /* sum of x g where not x > 0 */ \
  /* Reductions over the whole buffer; the order of the sums depends on n alone. Empty: sums 0. */ \
  T bp_sum_##S(const T *x, ptrdiff_t n); \
  T bp_sum_of_squares_##S(const T *x, ptrdiff_t n); \
  T bp_squared_distance_##S(const T *a, const T *b, ptrdiff_t n);              /* sum (a - b)^2 */ \
  T bp_min_##S(const T *x, ptrdiff_t n);                                       /* n >= 1; NaN if any is NaN */ \
  T bp_max_##S(const T *x, ptrdiff_t n); \
  ptrdiff_t bp_argmin_##S(const T *x, ptrdiff_t n);                            /* n >= 1; the first one; the first NaN if there is any */ \
  ptrdiff_t bp_argmax_##S(const T *x, ptrdiff_t n); \
  ptrdiff_t bp_first_non_finite_##S(const T *x, ptrdiff_t n);                  /* -1 if none */ \
  /* Matrices x [rows, columns]. A row is [columns], a column [rows]; outputs alias matrices only. */ \
  void bp_add_row_##S(const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_subtract_row_##S(const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_multiply_row_##S(const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_divide_row_##S(const T *x, const T *row, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_add_column_##S(const T *x, const T *column, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_subtract_column_##S(const T *x, const T *column, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_multiply_column_##S(const T *x, const T *column, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_divide_column_##S(const T *x, const T *column, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_transpose_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns);  /* y [columns, rows], not x */ \
  /* Calls body with the transpose of a matrix of at most BP_MAXIMUM_TRANSPOSED elements. */ \
  void bp_with_transposed_##S(const T *x, ptrdiff_t rows, ptrdiff_t columns, void *context, void (*body)(void *context, const T *transposed)); \
  /* y = beta y + sums; beta 0 does not read y. */ \
  void bp_sum_of_rows_##S(const T *x, T beta, T *y, ptrdiff_t rows, ptrdiff_t columns);    /* y [columns] */ \
  void bp_sum_of_columns_##S(const T *x, T beta, T *y, ptrdiff_t rows, ptrdiff_t columns); /* y [rows] */ \
  /* Extremes along each row (columns >= 1) into y [rows], or over each column (rows >= 1) into y [columns]. */ \
  void bp_max_of_columns_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns);         /* y [rows] */ \
  void bp_min_of_columns_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns);         /* y [rows] */ \
  void bp_max_of_rows_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns);            /* y [columns] */ \
  void bp_min_of_rows_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns);            /* y [columns] */ \
  void bp_argmax_of_columns_##S(const T *x, ptrdiff_t *y, ptrdiff_t rows, ptrdiff_t columns); /* y [rows] */ \
  void bp_feature_map_##S(bp_feature_map kind, const T *a, const T *b, const T *p, const T *q, const T *r, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  /* y = beta y + sums; beta 0 does not read y. */ \
  void bp_feature_sum_##S(bp_feature_sum kind, const T *a, const T *b, const T *p, T beta, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  /* Each row less its mean times inverse = 1 / sqrt(variance + epsilon), to normalized; times gamma plus beta, to y. gamma */ \
  /* and beta [columns] may both be NULL; inverse [rows]. */ \
  void bp_layer_norm_##S(const T *x, const T *gamma, const T *beta, T epsilon, T *normalized, T *inverse, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_layer_norm_backward_##S(const T *grad_output, const T *gamma, const T *normalized, const T *inverse, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* Row-wise softmax: exp(x - max) / sum. A row whose maximum is +infinity or that holds a NaN becomes NaN. */ \
  void bp_softmax_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_log_softmax_##S(const T *x, T *y, ptrdiff_t rows, ptrdiff_t columns); \
  /* y (g - sum(g y)) for the output y of softmax; g - exp(y) sum(g) for the output y of log-softmax. */ \
  void bp_softmax_backward_##S(const T *y, const T *grad_output, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_log_softmax_backward_##S(const T *y, const T *grad_output, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* Losses of probabilities p against targets t, with p clamped to [epsilon, 1 - epsilon]: */ \
  /* - sum t log p (a term with t = 0 is 0 unless p is NaN), and alpha t / p. weights: [columns] or NULL. */ \
  T bp_log_loss_##S(const T *p, const T *t, const T *weights, T epsilon, ptrdiff_t rows, ptrdiff_t columns); \
  void bp_log_loss_backward_##S(const T *p, const T *t, const T *weights, T epsilon, T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* weights and positive: [columns] or NULL. Without grad_input the sum of the losses; with it alpha times the gradient, */ \
  /* and 0 is returned. */ \
  T bp_element_loss_##S(bp_element_loss kind, const T *x, const T *t, const T *weights, const T *positive, T s, T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* w_k / columns sum over c other than the class k of max(0, margin - x_k + x_c)^power; the same way. power: 1 or 2. */ \
  T bp_multi_margin_##S(const T *x, const T *indices, const T *weights, int power, T margin, T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* Cross-entropy of logits x against targets t, both [rows, columns]; targets may be soft. weights: [columns] or */ \
  /* NULL for ones. With u = (1 - smoothing) t + smoothing sum(t) / columns, w_c u_c =: v_c, per row: */ \
  /* loss - sum_c v_c log softmax(x)_c (a term with v = 0 is 0), gradient softmax(x)_c sum(v) - v_c. */ \
  /* Writes alpha times the gradient and returns the sum of the losses over rows (not scaled); */ \
  /* grad_input may be NULL: the loss alone. */ \
  T bp_cross_entropy_##S(const T *x, const T *t, const T *weights, T smoothing, T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* The same for class indices (0 <= index < columns, whole; the caller has checked): t is one-hot. */ \
  T bp_cross_entropy_indices_##S(const T *x, const T *indices, const T *weights, T smoothing, T alpha, T *grad_input, ptrdiff_t rows, ptrdiff_t columns); \
  /* The first row whose index is not whole or not in 0 ..< classes; -1 if all are right. */ \
  ptrdiff_t bp_first_invalid_index_##S(const T *indices, ptrdiff_t n, ptrdiff_t classes); \
  /* One optimizer step over flat vectors, as PyTorch defines it. */ \
  /* g += weight_decay p; velocity = first ? g : momentum velocity + (1 - dampening) g; */ \
  /* d = nesterov ? g + momentum velocity : velocity; p -= rate d. velocity NULL where momentum is 0 (then d = g). */ \
  void bp_sgd_step_##S(T *p, const T *g, T *velocity, T rate, T momentum, T dampening, T weight_decay, int nesterov, int first, ptrdiff_t n); \
  /* decoupled ? p -= rate weight_decay p : g += weight_decay p; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; */ \
  /* p -= (rate / correction1) m / (sqrt(v) / sqrt(correction2) + epsilon), correction_i = 1 - beta_i^step. */ \
  void bp_adam_step_##S(T *p, const T *g, T *m, T *v, T rate, T beta1, T beta2, T epsilon, T weight_decay, int decoupled, T correction1, T correction2, ptrdiff_t n); \
  /* One step of a rule. s, t, u: what it remembers. */ \
  void bp_optimizer_step_##S(bp_rule rule, T *p, const T *g, T *s, T *t, T *u, const bp_step_options_##S *options, ptrdiff_t n);

/// The most elements that bp_with_transposed takes: they go on the stack.
enum { BP_MAXIMUM_TRANSPOSED = 2048 };

BP_DECLARE(double, f64)
BP_DECLARE(float, f32)
#undef BP_DECLARE

// Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3; SC 2011).
// Position i of a stream is word i % 4 of the block with counter (i / 4, stream): counter words 0 and 1
// are the low and high half of i / 4, words 2 and 3 those of `stream`. Doubles consume two words each
// (position 2i and 2i + 1 from an even `position`), floats one.

/// One block: `output` from `counter` and `key`.
void bp_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]);
/// Raw words from `position` on (any position).
void bp_philox_words(uint64_t key, uint64_t stream, uint64_t position, uint32_t *y, ptrdiff_t n);
/// Uniform on [0, 1): 53 random bits (double), 24 (float). Double: (hi word << 32 | lo word) >> 11, lo first.
void bp_philox_uniform_f64(uint64_t key, uint64_t stream, uint64_t position, double *y, ptrdiff_t n);
void bp_philox_uniform_f32(uint64_t key, uint64_t stream, uint64_t position, float *y, ptrdiff_t n);
/// `value` with the given probability, else 0: value where a word * 2^-32 < probability; one word an element
/// in both precisions. Probability 1 gives value always, 0 never.
void bp_philox_bernoulli_f64(uint64_t key, uint64_t stream, uint64_t position, double probability, double value, double *y, ptrdiff_t n);
void bp_philox_bernoulli_f32(uint64_t key, uint64_t stream, uint64_t position, double probability, float value, float *y, ptrdiff_t n);
/// The quantile function of the standard normal distribution (Wichura's AS 241, PPND16), in double; 0 and 1
/// give infinities.
void bp_normal_quantile_f64(const double *p, double *y, ptrdiff_t n);
/// Standard normal deviates: the quantile of (the 52 upper bits of two words + 1/2) * 2^-52, so never infinite;
/// two words an element in both precisions (float: rounded from the double).
void bp_philox_normal_f64(uint64_t key, uint64_t stream, uint64_t position, double *y, ptrdiff_t n);
void bp_philox_normal_f32(uint64_t key, uint64_t stream, uint64_t position, float *y, ptrdiff_t n);
// clang-format on

#ifdef __cplusplus
}
#endif
