// Entry points of the reductions.
#define BP_ENTRY "reductions.h"
#include "entry/both_precisions.h"
