// The kernels that exist once for each instruction set, as a table of function pointers for each
// precision. The entry points (entry/*.h) cut the work into pieces and call these on the pieces.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vector_math.h"

#define BP_CONCATENATE_(a, b) a##_##b
#define BP_CONCATENATE(a, b) BP_CONCATENATE_(a, b)

// Element-wise: y[i] from a[i], b[i] and the scalars s and t. All have one signature, so that one
// entry point cuts any of them; kernels without b are handed a twice, so b is never NULL.
#define BP_MAPS(X) \
  X(exp) X(log) X(tanh) X(sigmoid) X(erf) X(sqrt) X(abs) X(negate) X(square) \
  X(relu) X(leaky_relu) X(add) X(subtract) X(multiply) X(divide) X(minimum) X(maximum) \
  X(fill) X(copy) X(scale) X(affine) X(axpby) X(scale_difference) X(divide_scalar) X(clamp) \
  X(relu_backward) X(leaky_relu_backward) X(tanh_backward) X(sigmoid_backward)

// The same, of activations.
#define BP_ACTIVATIONS(X) \
  X(elu) X(gelu) X(gelu_tanh) X(silu) X(softplus) \
  X(elu_backward) X(gelu_backward) X(gelu_tanh_backward) X(silu_backward) \
  X(softplus_backward) X(clamp_backward) X(prelu_backward)

// The sum over i of a term of a[i] and b[i]. In double also for single precision, so that adding
// up the blocks of a large buffer costs no accuracy.
#define BP_SUMS(X) X(sum) X(sum_of_squares) X(squared_distance) X(prelu_slope)

// The least or greatest element; NaN if any is.
#define BP_EXTREMES(X) X(min) X(max)

// The first index with a property (of x[i] and the value), or n.
#define BP_FINDS(X) X(find_equal) X(find_non_finite)

// From whole rows of x and v (what v holds depends on the kernel: a matrix, a row, a column, or
// one scalar) to rows of y.
#define BP_ROWS(X) \
  X(add_row) X(subtract_row) X(multiply_row) X(divide_row) \
  X(add_column) X(subtract_column) X(multiply_column) X(divide_column) \
  X(sum_of_columns) X(max_of_columns) X(min_of_columns) \
  X(softmax) X(log_softmax) X(log_softmax_backward) \
  X(softmax_backward) X(softmax_backward_past_caches)

// From `width` adjacent columns of `rows` rows, `stride` apart, to y[width].
#define BP_COLUMNS(X) X(sum_of_rows) X(max_of_rows) X(min_of_rows)

// Of matrices with a number for each feature.
#define BP_FEATURE_MAPS(X) \
  X(standardize) X(scale_and_shift) X(standardize_backward) X(prelu_row) X(prelu_row_backward)

// Sums over the rows of two matrices, for each feature.
#define BP_FEATURE_SUMS(X) X(sum_of_products) X(sum_of_squared_deviations) X(sum_of_prelu_slopes)

// Losses that are a sum over the elements.
#define BP_ELEMENT_LOSSES(X) \
  X(absolute_error) X(huber) X(binary_cross_entropy) X(logistic) X(divergence)

#define BP_KERNEL_FIELD_FEATURE_MAP(name) BP_CONCATENATE(bp_feature_map_kernel, S) name;
#define BP_KERNEL_FIELD_FEATURE_SUM(name) BP_CONCATENATE(bp_feature_sum_kernel, S) name;
#define BP_KERNEL_FIELD_ELEMENT_LOSS(name) BP_CONCATENATE(bp_element_loss_kernel, S) name;
#define BP_KERNEL_FIELD_MAP(name) BP_CONCATENATE(bp_map, S) name;
#define BP_KERNEL_FIELD_SUM(name) double (*name)(const T *a, const T *b, ptrdiff_t n);
#define BP_KERNEL_FIELD_EXTREME(name) T (*name)(const T *x, ptrdiff_t n);
#define BP_KERNEL_FIELD_FIND(name) ptrdiff_t (*name)(const T *x, T value, ptrdiff_t n);
#define BP_KERNEL_FIELD_ROWS(name) BP_CONCATENATE(bp_rows, S) name;
#define BP_KERNEL_FIELD_COLUMNS(name) BP_CONCATENATE(bp_columns, S) name;

#define T double
#define S f64
#include "kernel_table_type.h"
#undef T
#undef S

#define T float
#define S f32
#include "kernel_table_type.h"
#undef T
#undef S

typedef struct {
  bp_kernels_f64 f64;
  bp_kernels_f32 f32;
} bp_kernel_table;

extern const bp_kernel_table bp_kernel_table_baseline;
#if defined(__x86_64__)
extern const bp_kernel_table bp_kernel_table_v3;
extern const bp_kernel_table bp_kernel_table_v4;
#endif

// The table in use. Never NULL: it starts as the baseline, and a constructor of dispatch.c puts
// the best set in before main, so a call costs one load. Atomic because tests change it.
extern const bp_kernel_table *_Atomic bp_kernels;

static inline const bp_kernel_table *bp_table(void) {
  return __c11_atomic_load(&bp_kernels, __ATOMIC_RELAXED);
}
