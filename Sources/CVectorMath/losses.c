// Entry points of losses and optimizers.
#define BP_ENTRY "losses.h"
#include "entry/both_precisions.h"
