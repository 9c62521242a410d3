// The kernels for what the target guarantees: SSE2 on x86-64, NEON on arm64.
#include "kernel_table.h"

#define BP_VECTOR_BYTES 16
#define BP_TABLE_NAME bp_kernel_table_baseline
#include "kernels/kernels.h"
