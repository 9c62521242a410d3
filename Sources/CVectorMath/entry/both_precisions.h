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

// Cuts are so large that two are worth sharing with a worker that is awake, and this many are worth
// waking one.
enum { BP_CHUNKS_WORTH_WAKING = 16 };

static inline void bp_for_chunks(ptrdiff_t chunks, bp_task task, void *context) {
  if (chunks == 1) {
    task(context, 0);
  } else if (chunks < BP_CHUNKS_WORTH_WAKING) {
    bp_parallel_for_awake(chunks, task, context);
  } else {
    bp_parallel_for(chunks, task, context);
  }
}

// A result of this many bytes pushes what is needed next out of most caches.
enum { BP_PAST_CACHES = 1 << 24 };

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
