// All kernels of one instruction set, in both precisions. Included once by each kernels_*.c, with
// BP_VECTOR_BYTES (the width of its vectors) and BP_TABLE_NAME defined, and with the target
// attribute of the set pushed. Everything but the table is static, so the names may be the same
// in each.
//
// Loops are written over clang's extended vectors rather than left to the vectoriser: the tail of
// a loop then goes through the same operations as the rest, so an element's value cannot depend
// on its position; selects are never turned into branches; and debug builds are vectors too.
// Contraction of a * b + c within an expression is allowed, where the set has such an instruction.
#pragma STDC FP_CONTRACT ON

// Elements of the scratch buffers on the stack, that hold a block of rows between two steps:
// small enough to stay in the first-level cache with what streams past.
#define BP_BUFFER 2048

#define BP_INLINE static inline __attribute__((always_inline))
#define K(name) BP_CONCATENATE(name, S)
#define C(x) ((T)(x))

#define BP_SAME_FIELD(name) .name = K(name),

#define T double
#define UNSIGNED uint64_t
#define S f64
#define LANES (BP_VECTOR_BYTES / 8)
#include "vector.h"
#include "transcendental_f64.h"
#include "each_precision.h"
#undef T
#undef UNSIGNED
#undef S
#undef LANES

#define T float
#define UNSIGNED uint32_t
#define S f32
#define LANES (BP_VECTOR_BYTES / 4)
#include "vector.h"
#include "transcendental_f32.h"
#include "each_precision.h"
#undef T
#undef UNSIGNED
#undef S
#undef LANES

const bp_kernel_table BP_TABLE_NAME = {.f64 = table_f64, .f32 = table_f32};
