#include "processors.h"

#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <unistd.h>

#include "thread_pool.h"

int bp_available_processors(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);  // also where the set is too small for the machine
  return online < 1 ? 1 : (int)online;
}

#ifdef __linux__

int bp_current_processor(void) { return sched_getcpu(); }

void bp_note_processors(bp_worker_processors *worker) {
  worker->kept_off = -1;
  if (sched_getaffinity(0, sizeof worker->allowed, &worker->allowed) != 0) {
    CPU_ZERO(&worker->allowed);
  }
  // Release: whoever sees the number sees the rest.
  atomic_store_explicit(&worker->thread, (int)syscall(SYS_gettid), memory_order_release);
}

// The kernel likes to wake a thread where its waker runs. There the two take turns until it looks
// for balance, milliseconds later, while another processor idles: a loop of 1 ms then takes 2. A
// system call for each time that the caller has moved.
void bp_keep_off(bp_worker_processors *worker, int processor) {
  const int thread = atomic_load_explicit(&worker->thread, memory_order_acquire);
  if (thread == 0 || worker->kept_off == processor) return;
  if (processor < 0 || processor >= CPU_SETSIZE) return;
  cpu_set_t others = worker->allowed;
  CPU_CLR(processor, &others);
  if (CPU_COUNT(&others) == 0) return;
  if (sched_setaffinity(thread, sizeof others, &others) == 0) worker->kept_off = processor;
}

#else

int bp_current_processor(void) { return -1; }
void bp_note_processors(bp_worker_processors *worker) { (void)worker; }
void bp_keep_off(bp_worker_processors *worker, int processor) { (void)worker, (void)processor; }

#endif
