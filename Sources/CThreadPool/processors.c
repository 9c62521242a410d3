#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // sched_getaffinity
#endif
#include <sched.h>
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
