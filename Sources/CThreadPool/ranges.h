// The indices of a loop, divided into a range for each thread.
//
// Each thread begins with a range of its own, the same in every loop, and helps with the others' after
// that: loops that follow each other over the same memory mostly find it in the cache of the processor
// that wrote it.
#pragma once

#include <stdatomic.h>
#include <stddef.h>

#include "thread_pool.h"

enum { CACHE_LINE = 128 };  // processors fetch lines of 64 in pairs

typedef struct {
  _Alignas(CACHE_LINE) _Atomic ptrdiff_t next;  // the next index to claim
  ptrdiff_t end;
} bp_range;

static inline void bp_divide(ptrdiff_t count, bp_range *ranges, int parts) {
  const ptrdiff_t least = count / parts, more = count % parts;
  ptrdiff_t start = 0;
  for (int n = 0; n < parts; n++) {
    atomic_store_explicit(&ranges[n].next, start, memory_order_relaxed);
    start = ranges[n].end = start + least + (n < more);
  }
}

/// Runs what nobody has claimed of all ranges, from range `own` on.
static inline void bp_run_ranges(
  bp_range *ranges, int parts, int own, bp_task task, void *context) {
  for (int n = 0; n < parts; n++) {
    bp_range *range = &ranges[(own + n) % parts];
    // Relaxed: indices need to be distinct only. The opening of the job orders the division.
    ptrdiff_t i;
    while ((i = atomic_fetch_add_explicit(&range->next, 1, memory_order_relaxed)) < range->end)
      task(context, i);
  }
}
