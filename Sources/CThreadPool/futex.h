// Sleeping until a word in memory changes: futexes, or what stands in for them off Linux.
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __linux__

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Sleeps while the word is `value`, until woken for one of the bits of `who`; may return early.
/// True if ended by a `bp_wake` that counted this thread.
static inline bool bp_sleep(_Atomic uint32_t *word, uint32_t value, uint32_t who) {
  return syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, value, NULL, NULL, who) == 0;
}

/// Wakes up to `n` threads that sleep on the word, and returns how many it counted.
static inline int bp_wake(_Atomic uint32_t *word, int n, uint32_t who) {
  long woken = syscall(SYS_futex, word, FUTEX_WAKE_BITSET_PRIVATE, n, NULL, NULL, who);
  return woken > 0 ? (int)woken : 0;
}

static inline void bp_reset_sleep_after_fork(void) {}

#else

// One condition for every word and sleeper; a wake-up wakes them all, and counts none.
static pthread_mutex_t bp_sleep_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bp_sleep_condition = PTHREAD_COND_INITIALIZER;

static inline bool bp_sleep(_Atomic uint32_t *word, uint32_t value, uint32_t who) {
  (void)who;
  pthread_mutex_lock(&bp_sleep_mutex);
  if (atomic_load(word) == value) pthread_cond_wait(&bp_sleep_condition, &bp_sleep_mutex);
  pthread_mutex_unlock(&bp_sleep_mutex);
  return false;
}

static inline int bp_wake(_Atomic uint32_t *word, int n, uint32_t who) {
  (void)word, (void)n, (void)who;
  pthread_mutex_lock(&bp_sleep_mutex);
  pthread_cond_broadcast(&bp_sleep_condition);
  pthread_mutex_unlock(&bp_sleep_mutex);
  return 0;
}

static inline void bp_reset_sleep_after_fork(void) {
  pthread_mutex_init(&bp_sleep_mutex, NULL);
  pthread_cond_init(&bp_sleep_condition, NULL);
}

#endif
