// Entry points of the kernels on matrices.
#define BP_ENTRY "rows.h"
#include "entry/both_precisions.h"
