// On which processors threads run.
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // cpu_set_t
#endif
#include <sched.h>
#include <stdatomic.h>

/// The processors of a worker, set by itself as it starts.
typedef struct {
  _Atomic int thread;  // the kernel's number; 0: not started yet
  int kept_off;        // the processor it may not use, or -1; the caller's
#ifdef __linux__
  cpu_set_t allowed;  // those that it had at first
#endif
} bp_worker_processors;

/// Where the calling thread runs; -1 if unknown.
int bp_current_processor(void);

/// Notes the processors of the calling thread.
void bp_note_processors(bp_worker_processors *worker);

/// Lets a worker run everywhere but on this processor, if it has another.
void bp_keep_off(bp_worker_processors *worker, int processor);
