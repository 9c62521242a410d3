// Element-wise entry points.
#define BP_ENTRY "elementwise.h"
#include "entry/both_precisions.h"
