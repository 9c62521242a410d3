#include "test_support.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "thread_pool.h"

enum { COUNT = 1000 };

static void count_index(void *context, ptrdiff_t index) {
  _Atomic int *counts = context;
  atomic_fetch_add(&counts[index], 1);
}

/// Whether a parallel loop calls its task once for every index.
static bool loop_is_right(void) {
  _Atomic int counts[COUNT] = {0};
  bp_parallel_for(COUNT, count_index, counts);
  for (int i = 0; i < COUNT; i++) {
    if (atomic_load(&counts[i]) != 1) return false;
  }
  return true;
}

static _Noreturn void check_in_child(bool expect_workers) {
  alarm(20);  // kills the child if it hangs
#if __has_feature(thread_sanitizer)
  // ThreadSanitizer forbids the child of a process with threads to start any.
  expect_workers = false;
  bp_set_thread_count(1);
#endif
  long started = bp_threads_started();
  for (int i = 0; i < 100; i++) {
    if (!loop_is_right()) _exit(1);
  }
  if (expect_workers) {
    if (bp_threads_started() != started + bp_thread_count() - 1) _exit(2);
    bp_set_thread_count(1);
    if (!loop_is_right()) _exit(3);
  }
  _exit(0);
}

static int wait_for(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -2;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int fork_and_check(void) {
  pid_t child = fork();
  if (child < 0) return -3;
  if (child == 0) check_in_child(true);
  return wait_for(child);
}

static _Atomic bool stop;
static _Atomic bool looping;

static void *loop_until_stopped(void *unused) {
  (void)unused;
  while (!atomic_load(&stop)) {
    loop_is_right();
    atomic_store(&looping, true);
  }
  return NULL;
}

static void fork_in_task(void *context, ptrdiff_t index) {
  if (index != 0) return;
  pid_t child = fork();
  if (child == 0) check_in_child(false);
  atomic_store((_Atomic int *)context, child < 0 ? -3 : wait_for(child));
}

int bp_test_fork(bp_fork_place place) {
  if (!loop_is_right()) return -4;  // also starts the workers
  switch (place) {
    case BP_FORK_IDLE: return fork_and_check();
    case BP_FORK_BUSY: {
      pthread_t thread;
      atomic_store(&stop, false);
      atomic_store(&looping, false);
      if (pthread_create(&thread, NULL, loop_until_stopped, NULL) != 0) return -5;
      while (!atomic_load(&looping)) sched_yield();
      int result = 0;
      for (int i = 0; i < 20 && result == 0; i++) result = fork_and_check();
      atomic_store(&stop, true);
      pthread_join(thread, NULL);
      return result;
    }
    case BP_FORK_FROM_TASK: {
      _Atomic int result = -6;
      bp_parallel_for(COUNT, fork_in_task, &result);
      return atomic_load(&result);
    }
  }
  return -7;
}
