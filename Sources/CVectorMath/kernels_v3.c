// The kernels for x86-64-v3: AVX2 and FMA.
#include "kernel_table.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define BP_VECTOR_BYTES 32
#define BP_TABLE_NAME bp_kernel_table_v3
#include "kernels/kernels.h"
#pragma clang attribute pop
#endif
