#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>

// Counts what the whole process allocates on the heap, on all of its threads.
//
// The library defines malloc and its relatives itself and hands them on to glibc's, which has had no
// hooks since 2.34. Sanitizers replace malloc, too: under them there is nothing to count with.

/// Whether allocations can be counted in this build.
bool allocation_counter_is_available(void);

/// Starts counting at 0.
void allocation_counter_start(void);

/// Stops counting and returns the number of blocks allocated since it was started.
long allocation_counter_stop(void);

/// Ends the program at the next allocation that is counted, in a debugger at the line that does it.
void allocation_counter_trap(bool on);

#endif
