#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stddef.h>

// Counts what the whole process allocates on the heap, on all of its threads.
//
// The library defines malloc and its relatives itself and hands them on to glibc's, which has had no
// hooks since 2.34. Sanitizers replace malloc, too: under them there is nothing to count with.

/// Whether allocations can be counted in this build.
bool allocation_counter_is_available(void);

/// Starts counting at 0.
void allocation_counter_start(void);

/// Stops counting and returns the number of blocks allocated since it was started, without those of
/// OpenBLAS.
long allocation_counter_stop(void);

/// The number of blocks that OpenBLAS itself allocated meanwhile. Some of its kernels for small
/// products (AVX-512, double precision) take a scratch block and give it back, which no caller can
/// prevent.
long allocation_counter_in_blas(void);

/// The bytes of the heap in use by the process, those of large blocks included; 0 where it can't be
/// told.
size_t allocation_bytes_in_use(void);

/// Prints to standard error where the first of them was allocated: addresses to look up with
/// addr2line where there is no name.
void allocation_counter_print_first(void);

#endif
