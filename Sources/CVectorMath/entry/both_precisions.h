// Included by the files of entry points, with BP_ENTRY naming the header to include for each type.
#include "../kernel_table.h"
#include "thread_pool.h"

// The public function, and the kernel in use, of a name.
#define P(name) BP_CONCATENATE(bp_##name, S)
#define KERNEL(name) (bp_table()->S.name)
#define K(name) BP_CONCATENATE(name, S)

static inline ptrdiff_t bp_smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t bp_larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }
static inline ptrdiff_t bp_quotient_up(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

#define T double
#define S f64
#include BP_ENTRY
#undef T
#undef S

#define T float
#define S f32
#include BP_ENTRY
#undef T
#undef S
