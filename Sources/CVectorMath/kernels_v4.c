// The kernels for x86-64-v4: AVX-512 F, BW, CD, DQ, VL.
//
// The tuning is named because clang's own for x86-64-v4 prefers vectors of 256 bits, and would
// split those of 512.
#include "kernel_table.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
  __attribute__((target("arch=x86-64-v4,tune=znver4"))), apply_to = function)
#define BP_VECTOR_BYTES 64
#define BP_TABLE_NAME bp_kernel_table_v4
#include "kernels/kernels.h"
#pragma clang attribute pop
#endif
