// The pool behind thread_pool.h.
//
// One atomic word, `pool.state`, says everything about the job at hand: whether it is open to
// workers, and how many have joined it. A worker that sees an open job joins by adding one to the
// word, claims indices from counters until none is left, and leaves by subtracting one. The
// caller claims indices like a worker, then closes the job and waits only for those who joined.
// A worker that was asleep, or had no processor to run on, holds up nobody.
//
// The fields of a job are plain memory. The caller writes them while the job is closed and nobody
// is in it, then opens the job with a release; a worker reads them only after its acquiring join.
// Leaving is a release, and the caller's last look at the word an acquire, so what the tasks
// wrote is visible after the loop. Every change of the word between these is a read-modify-write,
// so that the release sequences are not broken.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // pthread_setname_np
#endif
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "futex.h"
#include "processors.h"
#include "ranges.h"
#include "thread_pool.h"

enum { MAX_THREADS = 256, SPIN_NANOSECONDS = 40000 };

// The parts of `pool.state`. The epoch changes when a job opens or workers are called off, so that
// a worker about to sleep on an old value doesn't miss the change.
#define STATE_COUNT 0xffffu         // workers in the job
#define STATE_OPEN (1u << 16)       // workers may join
#define STATE_WAITING (1u << 17)    // the caller sleeps until the count is 0
#define STATE_PARK (1u << 18)       // workers are to sleep without spinning first
#define STATE_EPOCH_STEP (1u << 19)

static struct {
  _Alignas(CACHE_LINE) _Atomic uint32_t state;
  _Atomic int sleepers;  // workers asleep on `state`, or about to be

  // The job. Written by the holder of `busy`.
  _Alignas(CACHE_LINE) bp_task task;
  void *context;
  int parts;  // the ranges in use

  // Rarely written.
  _Alignas(CACHE_LINE) _Atomic bool busy;  // a lock: held during a loop or a change of the pool
  _Atomic int workers;       // workers with an index from here on have to exit
  _Atomic int thread_count;  // 0: not determined yet
  _Atomic bool may_spin;     // there is a processor for each thread
  _Atomic long threads_started;
  pthread_t threads[MAX_THREADS - 1];  // guarded by `busy`
  bp_worker_processors processors[MAX_THREADS - 1];

  bp_range ranges[MAX_THREADS];  // part of the job
} pool;

// What the current thread is doing: nothing here, its own loop, one of the pool, or a worker's.
static _Thread_local enum { ROLE_NONE, ROLE_SERIAL, ROLE_CALLER, ROLE_WORKER } role;
enum { SLEEPER_WORKER = 1, SLEEPER_CALLER = 2 };  // whom a wake-up is for

static void wake_workers(int n) {
  // The woken are subtracted here and not by themselves: until a woken worker gets a processor,
  // further loops would think it asleep and pay for another system call each.
  int woken = bp_wake(&pool.state, n, SLEEPER_WORKER);
  if (woken > 0) atomic_fetch_sub_explicit(&pool.sleepers, woken, memory_order_relaxed);
}

static inline void pause_briefly(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;  // nanoseconds
}

/// Spins until (state & mask) is `wanted`, has a bit of `stop`, or it has taken too long.
static void spin_until(uint32_t mask, uint32_t wanted, uint32_t stop) {
  if (!atomic_load_explicit(&pool.may_spin, memory_order_relaxed)) return;
  for (int64_t start = now(); now() - start < SPIN_NANOSECONDS;) {
    for (int i = 0; i < 32; i++) {
      // Relaxed: whoever acts on the value reads it again with the order it needs.
      uint32_t s = atomic_load_explicit(&pool.state, memory_order_relaxed);
      if ((s & mask) == wanted || (s & stop)) return;
      pause_briefly();
    }
  }
}

// ---- Jobs ----

static void run_indices(int thread) {
  bp_run_ranges(pool.ranges, pool.parts, thread, pool.task, pool.context);
}

static bool join_job(void) {
  uint32_t s = atomic_load_explicit(&pool.state, memory_order_relaxed);
  while (s & STATE_OPEN) {
    // Acquire: the fields of the job, from its opening. It may be a later job than that of `s`.
    if (atomic_compare_exchange_weak_explicit(
            &pool.state, &s, s + 1, memory_order_acquire, memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

static void leave_job(void) {
  // All indices are claimed, so a worker closes the job as it leaves: nobody needs to come any
  // more, itself included. Release: what its tasks wrote, for the caller.
  uint32_t s = atomic_load_explicit(&pool.state, memory_order_relaxed);
  while (!atomic_compare_exchange_weak_explicit(
      &pool.state, &s, (s & ~STATE_OPEN) - 1, memory_order_release, memory_order_relaxed)) {
  }
  if ((s & STATE_WAITING) && (s & STATE_COUNT) == 1) bp_wake(&pool.state, 1, SLEEPER_CALLER);
}

static void *worker_main(void *argument) {
  int index = (int)(intptr_t)argument;
#ifdef __linux__
  char name[16];
  snprintf(name, sizeof name, "backprop-%d", index + 1);
  pthread_setname_np(pthread_self(), name);
#endif
  role = ROLE_WORKER;
  bp_note_processors(&pool.processors[index]);
  for (;;) {
    spin_until(STATE_OPEN, STATE_OPEN, STATE_PARK);
    if (join_job()) {
      run_indices(index + 1);
      leave_job();
      continue;
    }
    // Sequentially consistent, against `run_job` and `bp_set_thread_count`, which first change the
    // state and then look for sleepers: either they see this one, or it sees the new state, here
    // or as the kernel compares it.
    atomic_fetch_add(&pool.sleepers, 1);
    uint32_t s = atomic_load(&pool.state);
    bool exits = index >= atomic_load(&pool.workers);
    bool woken = !exits && !(s & STATE_OPEN) && bp_sleep(&pool.state, s, SLEEPER_WORKER);
    if (!woken) atomic_fetch_sub_explicit(&pool.sleepers, 1, memory_order_relaxed);
    if (exits) return NULL;
  }
}

// ---- The pool itself; all but the first two are called with `busy` held ----

static bool try_lock(void) {
  // The plain look first keeps a contended lock's cache line shared. Acquire and release hand the
  // job's fields and `threads` from one holder to the next.
  return !atomic_load_explicit(&pool.busy, memory_order_relaxed) &&
         !atomic_exchange_explicit(&pool.busy, true, memory_order_acquire);
}

static void unlock(void) { atomic_store_explicit(&pool.busy, false, memory_order_release); }

/// The child of a fork has one thread, and no worker: things are as at the start of the process.
static void reset_after_fork(void) {
  atomic_store(&pool.state, role == ROLE_WORKER ? 1 : 0);
  atomic_store(&pool.sleepers, 0);
  atomic_store(&pool.workers, 0);
  // A task that forks is still within its loop, whose fields must last. (The child lacks the
  // indices that other threads had claimed, so it should not return from such a task.)
  atomic_store(&pool.busy, role == ROLE_CALLER || role == ROLE_WORKER);
  bp_reset_sleep_after_fork();
}

// When loaded, not when first used: another thread's first use may be under way at the fork.
__attribute__((constructor)) static void register_fork_handler(void) {
  pthread_atfork(NULL, NULL, reset_after_fork);
}

/// Starts the workers that are missing for so many, as far as the number of threads allows.
static void start_workers(ptrdiff_t wanted) {
  const int most = bp_thread_count() - 1;
  if (wanted > most) wanted = most;
  if (wanted <= atomic_load_explicit(&pool.workers, memory_order_relaxed)) return;
  atomic_store(&pool.may_spin, bp_thread_count() <= bp_available_processors());
  // Signals are for the program's own threads.
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  for (int n = atomic_load(&pool.workers); n < wanted; n++) {
    atomic_store(&pool.workers, n + 1);
    atomic_store_explicit(&pool.processors[n].thread, 0, memory_order_relaxed);
    if (pthread_create(&pool.threads[n], NULL, worker_main, (void *)(intptr_t)n) != 0) {
      // No resources: do with what there is, and don't ask again at every loop.
      atomic_store(&pool.workers, n);
      atomic_store(&pool.thread_count, n + 1);
      break;
    }
    atomic_fetch_add_explicit(&pool.threads_started, 1, memory_order_relaxed);
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void run_job(ptrdiff_t count, bp_task task, void *context, bool wakes) {
  const int workers = atomic_load_explicit(&pool.workers, memory_order_relaxed);
  pool.task = task;
  pool.context = context;
  pool.parts = count <= workers ? (int)count : workers + 1;
  bp_divide(count, pool.ranges, pool.parts);

  // Nobody else writes the state while it is closed and empty. The store opens the job (release)
  // and is ordered before the look for sleepers (sequential consistency; see worker_main).
  uint32_t s = atomic_load_explicit(&pool.state, memory_order_relaxed);
  uint32_t epoch = (s & ~(STATE_EPOCH_STEP - 1)) + STATE_EPOCH_STEP;
  atomic_store(&pool.state, epoch | STATE_OPEN);
  if (wakes && atomic_load(&pool.sleepers) > 0) {
    const int here = bp_current_processor();
    for (int n = 0; n < workers; n++) bp_keep_off(&pool.processors[n], here);
    wake_workers(count < MAX_THREADS ? (int)count - 1 : MAX_THREADS);
  }
  run_indices(0);
  // Acquire, here and below: what the tasks wrote on the workers that have left.
  s = atomic_fetch_and_explicit(&pool.state, ~STATE_OPEN, memory_order_acquire);
  if ((s & STATE_COUNT) == 0) return;
  spin_until(STATE_COUNT, 0, 0);
  s = atomic_load_explicit(&pool.state, memory_order_acquire);
  while (s & STATE_COUNT) {
    s = atomic_fetch_or_explicit(&pool.state, STATE_WAITING, memory_order_acquire) | STATE_WAITING;
    if (s & STATE_COUNT) bp_sleep(&pool.state, s, SLEEPER_CALLER);
    s = atomic_load_explicit(&pool.state, memory_order_acquire);
  }
}

/// Changes the closed and empty state so that spinning workers stop and sleeping ones look again.
static void call_off_workers(void) {
  uint32_t s = atomic_load_explicit(&pool.state, memory_order_relaxed);
  atomic_store(&pool.state, (s & ~(STATE_EPOCH_STEP - 1)) + (STATE_EPOCH_STEP | STATE_PARK));
}

/// Runs a loop on the pool, unless it is inside another one, or another thread has the pool.
static bool run_shared(ptrdiff_t count, bp_task task, void *context, bool wakes) {
  if (role != ROLE_NONE || !try_lock()) return false;
  role = ROLE_CALLER;
  if (wakes) start_workers(count - 1);
  run_job(count, task, context, wakes);
  unlock();
  role = ROLE_NONE;
  return true;
}

static void run_serially(ptrdiff_t count, bp_task task, void *context) {
  int outer_role = role;
  if (outer_role == ROLE_NONE) role = ROLE_SERIAL;
  for (ptrdiff_t i = 0; i < count; i++) task(context, i);
  role = outer_role;
}

// ---- The interface ----

void bp_parallel_for(ptrdiff_t count, bp_task task, void *context) {
  if (count > 1 && bp_thread_count() > 1 && run_shared(count, task, context, true)) return;
  run_serially(count, task, context);
}

void bp_parallel_for_awake(ptrdiff_t count, bp_task task, void *context) {
  // A guess: a worker that goes to sleep meanwhile leaves all to the caller.
  bool company = atomic_load_explicit(&pool.workers, memory_order_relaxed) >
                 atomic_load_explicit(&pool.sleepers, memory_order_relaxed);
  if (count > 1 && company && run_shared(count, task, context, false)) return;
  run_serially(count, task, context);
}

static int clamped(long n) { return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (int)n; }

int bp_thread_count(void) {
  int count = atomic_load_explicit(&pool.thread_count, memory_order_relaxed);
  if (count != 0) return count;
  long wanted = 0;
  const char *text = getenv("BACKPROP_NUM_THREADS");
  if (text != NULL && *text >= '0' && *text <= '9') {
    char *end;
    wanted = strtol(text, &end, 10);
    if (*end != '\0') wanted = 0;
  }
  int initial = clamped(wanted >= 1 ? wanted : bp_available_processors());
  // Another thread may have determined or set it meanwhile; then that counts.
  return atomic_compare_exchange_strong(&pool.thread_count, &count, initial) ? initial : count;
}

void bp_set_thread_count(int count) {
  if (role != ROLE_NONE) return;
  while (!try_lock()) sched_yield();
  count = clamped(count);
  atomic_store(&pool.thread_count, count);
  atomic_store(&pool.may_spin, count <= bp_available_processors());
  int workers = atomic_load(&pool.workers);
  if (workers > count - 1) {
    atomic_store(&pool.workers, count - 1);
    call_off_workers();
    wake_workers(MAX_THREADS);
    for (int n = count - 1; n < workers; n++) pthread_join(pool.threads[n], NULL);
  }
  unlock();
}

void bp_park_workers(void) {
  if (role != ROLE_NONE || !try_lock()) return;  // in use: nothing to put to sleep
  call_off_workers();
  unlock();
}

long bp_threads_started(void) {
  return atomic_load_explicit(&pool.threads_started, memory_order_relaxed);
}
