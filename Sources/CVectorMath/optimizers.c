// Entry points of optimizers.
#define BP_ENTRY "optimizers.h"
#include "entry/both_precisions.h"
