// Which instruction set is in use.
#include <stdlib.h>

#include "kernel_table.h"

const bp_kernel_table *_Atomic bp_kernels = &bp_kernel_table_baseline;

static const bp_kernel_table *table_of(bp_isa isa) {
  switch (isa) {
    case BP_ISA_BASELINE: return &bp_kernel_table_baseline;
#if defined(__x86_64__)
    case BP_ISA_V3: return __builtin_cpu_supports("x86-64-v3") ? &bp_kernel_table_v3 : NULL;
    case BP_ISA_V4: return __builtin_cpu_supports("x86-64-v4") ? &bp_kernel_table_v4 : NULL;
#endif
    default: return NULL;
  }
}

int bp_isa_is_supported(bp_isa isa) { return table_of(isa) != NULL; }

int bp_force_isa(bp_isa isa) {
  const bp_kernel_table *table = table_of(isa);
  if (!table) return 0;
  __c11_atomic_store(&bp_kernels, table, __ATOMIC_RELAXED);
  return 1;
}

bp_isa bp_current_isa(void) {
  const bp_kernel_table *table = bp_table();
  for (bp_isa isa = BP_ISA_V3; isa <= BP_ISA_V4; isa++)
    if (table == table_of(isa)) return isa;
  return BP_ISA_BASELINE;
}

const char *bp_isa_name(bp_isa isa) {
  switch (isa) {
    case BP_ISA_V3: return "x86-64-v3";
    case BP_ISA_V4: return "x86-64-v4";
    default: return "baseline";
  }
}

// Before main, when there is one thread only. A name that is unknown, or a set that the processor
// lacks, is as good as none.
__attribute__((constructor)) static void choose_isa(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
#endif
  const char *wanted = getenv("BACKPROP_ISA");
  for (bp_isa isa = BP_ISA_BASELINE; wanted && isa <= BP_ISA_V4; isa++)
    if (strcmp(wanted, bp_isa_name(isa)) == 0 && bp_force_isa(isa)) return;
  if (!bp_force_isa(BP_ISA_V4)) bp_force_isa(BP_ISA_V3);
}
