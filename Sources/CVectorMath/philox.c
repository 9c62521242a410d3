// Philox 4x32-10 and what is drawn from it: uniform, Bernoulli and normal numbers.
//
// philox_body.h holds the loops, compiled once for each instruction set. All arithmetic in it is
// either of whole numbers or correctly rounded and never contracted to fused operations, so each
// value has the same bits whatever the instruction set, the number of threads, and the way that a
// range of positions is split into calls.
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "thread_pool.h"
#include "vector_math.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The order of words within vectors is that of little-endian processors"
#endif

/// What to draw: the arguments of a function of vector_math.h.
typedef struct {
  uint64_t key, stream, position;
  int64_t threshold;  // Bernoulli: words below it give `value`; 0 ... 2^32
  double value;
} philox_source;

/// Draws elements `start` ..< `start + n` into y[start] ...
typedef void (*philox_loop)(const philox_source *source, void *y, ptrdiff_t start, ptrdiff_t n);

typedef struct {
  philox_loop words, uniform_f64, uniform_f32, bernoulli_f64, bernoulli_f32, normal_f64, normal_f32;
  void (*quantile)(const double *p, double *y, ptrdiff_t n);
} philox_loops;

enum { PHILOX_ROUNDS = 10 };
static const uint32_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
static const uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;

// Coefficients of Wichura's algorithm AS 241 (Applied Statistics 37, 1988), PPND16, from the
// highest power to the lowest: near the middle, in the tails, and far out.
static const double central_numerator[8] = {
    2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
    4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
    1.3314166789178437745e+2, 3.3871328727963666080e+0};
static const double central_denominator[8] = {
    5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
    2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
    4.2313330701600911252e+1, 1.0};
static const double tail_numerator[8] = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
    4.63033784615654529590e+0, 1.42343711074968357734e+0};
static const double tail_denominator[8] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
    1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0,
    2.05319162663775882187e+0, 1.0};
static const double far_numerator[8] = {
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
    2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
    5.46378491116411436990e+0, 6.65790464350110377720e+0};
static const double far_denominator[8] = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
    7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
    5.99832206555887937690e-1, 1.0};
static const double far_tail = 0x1.e8a37a45fc32ep-37;  // exp(-25): far out below this

#define BP_JOIN_(a, b) a##_##b
#define BP_JOIN(a, b) BP_JOIN_(a, b)

// LANES is the number of blocks computed together, one to a 64-bit lane: two vectors full, since
// the multiplications of one alone would wait for each other. INTERLEAVED are the indices that
// take the lanes of two vectors in turn. WIDE makes clang use 512-bit vectors, which it avoids by
// default.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define SUFFIX v4
#define LANES 16
#define INTERLEAVED \
  0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, \
  8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define WIDE __attribute__((min_vector_width(512)))
#include "philox_body.h"
#undef SUFFIX
#undef LANES
#undef INTERLEAVED
#undef WIDE
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define SUFFIX v3
#define LANES 8
#define INTERLEAVED 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15
#define WIDE
#include "philox_body.h"
#undef SUFFIX
#undef LANES
#undef INTERLEAVED
#undef WIDE
#pragma clang attribute pop
#endif

#define SUFFIX baseline
#define LANES 4
#define INTERLEAVED 0, 4, 1, 5, 2, 6, 3, 7
#define WIDE
#include "philox_body.h"
#undef SUFFIX
#undef LANES
#undef INTERLEAVED
#undef WIDE

static const philox_loops *current_loops(void) {
  switch (bp_current_isa()) {
#if defined(__x86_64__)
    case BP_ISA_V4: return &loops_v4;
    case BP_ISA_V3: return &loops_v3;
#endif
    default: return &loops_baseline;
  }
}

// ---- Large fills in parallel ----

// Elements to a chunk: about ten microseconds, many times what handing it to a worker costs.
enum { CHUNK = 16384 };

typedef struct {
  philox_loop loop;
  const philox_source *source;
  void *y;
  ptrdiff_t n;
} fill;

static void fill_chunk(void *context, ptrdiff_t index) {
  const fill *f = context;
  ptrdiff_t start = index * CHUNK;
  f->loop(f->source, f->y, start, f->n - start < CHUNK ? f->n - start : CHUNK);
}

static void run_fill(philox_loop loop, philox_source source, void *y, ptrdiff_t n) {
  if (n <= 0) return;
  fill f = {loop, &source, y, n};
  bp_parallel_for((n - 1) / CHUNK + 1, fill_chunk, &f);
}

// ---- The interface ----

void bp_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < PHILOX_ROUNDS; round++) {
    uint64_t product0 = (uint64_t)multiplier0 * c0, product1 = (uint64_t)multiplier1 * c2;
    c0 = (uint32_t)(product1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)product1;
    c2 = (uint32_t)(product0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)product0;
    k0 += weyl0;
    k1 += weyl1;
  }
  output[0] = c0;
  output[1] = c1;
  output[2] = c2;
  output[3] = c3;
}

void bp_philox_words(
    uint64_t key, uint64_t stream, uint64_t position, uint32_t *y, ptrdiff_t n) {
  run_fill(current_loops()->words, (philox_source){key, stream, position, 0, 0}, y, n);
}

void bp_philox_uniform_f64(
    uint64_t key, uint64_t stream, uint64_t position, double *y, ptrdiff_t n) {
  run_fill(current_loops()->uniform_f64, (philox_source){key, stream, position, 0, 0}, y, n);
}

void bp_philox_uniform_f32(
    uint64_t key, uint64_t stream, uint64_t position, float *y, ptrdiff_t n) {
  run_fill(current_loops()->uniform_f32, (philox_source){key, stream, position, 0, 0}, y, n);
}

/// The least whole number that is at least probability * 2^32: a word is below it exactly if
/// word * 2^-32 < probability.
static int64_t threshold(double probability) {
  if (!(probability > 0)) return 0;
  return probability >= 1 ? INT64_C(1) << 32 : (int64_t)ceil(probability * 0x1p32);
}

void bp_philox_bernoulli_f64(
    uint64_t key, uint64_t stream, uint64_t position, double probability, double value, double *y,
    ptrdiff_t n) {
  philox_source source = {key, stream, position, threshold(probability), value};
  run_fill(current_loops()->bernoulli_f64, source, y, n);
}

void bp_philox_bernoulli_f32(
    uint64_t key, uint64_t stream, uint64_t position, double probability, float value, float *y,
    ptrdiff_t n) {
  philox_source source = {key, stream, position, threshold(probability), value};
  run_fill(current_loops()->bernoulli_f32, source, y, n);
}

void bp_philox_normal_f64(
    uint64_t key, uint64_t stream, uint64_t position, double *y, ptrdiff_t n) {
  run_fill(current_loops()->normal_f64, (philox_source){key, stream, position, 0, 0}, y, n);
}

void bp_philox_normal_f32(
    uint64_t key, uint64_t stream, uint64_t position, float *y, ptrdiff_t n) {
  run_fill(current_loops()->normal_f32, (philox_source){key, stream, position, 0, 0}, y, n);
}

void bp_normal_quantile_f64(const double *p, double *y, ptrdiff_t n) {
  current_loops()->quantile(p, y, n);
}
