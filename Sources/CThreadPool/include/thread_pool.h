// A persistent fork-join pool. One a process; see Sources/LinearAlgebra/Parallel for the Swift side.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One task of a parallel loop: `index` runs from 0 up to the count of the loop.
typedef void (*bp_task)(void *context, ptrdiff_t index);

/// Calls `task(context, i)` once for every i in 0 ..< count, and returns when all have returned.
/// Which thread runs which index is not defined, so a task must not depend on it. Runs serially
/// on the calling thread when the pool has one thread, when called from inside a task, or when
/// another thread is using the pool. Never allocates in the steady state.
void bp_parallel_for(ptrdiff_t count, bp_task task, void *context);

/// The same for a loop so short that waking a thread for it would cost more than it saves: only
/// workers that are still awake from a loop before, within some 40 microseconds, take part.
void bp_parallel_for_awake(ptrdiff_t count, bp_task task, void *context);

/// The number of threads that a loop may use, the caller's included. At first the value of
/// BACKPROP_NUM_THREADS, if that is a whole number of at least 1, else the processors available
/// to this process (sched_getaffinity).
int bp_thread_count(void);

/// Sets the number of threads (1 to 256; what is beyond is taken for the nearest). Surplus workers
/// are joined; missing ones start at the next parallel loop. Must not be called from inside a task.
void bp_set_thread_count(int count);

/// The processors available to this process.
int bp_available_processors(void);

/// Puts spinning workers to sleep now (they would park by themselves a moment later), so that
/// they don't disturb the measurement of something else.
void bp_park_workers(void);

/// How many threads the pool has started since the process began (for tests).
long bp_threads_started(void);

#ifdef __cplusplus
}
#endif
