// Entry points of losses.
#define BP_ENTRY "losses.h"
#include "entry/both_precisions.h"
