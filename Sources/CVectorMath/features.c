// Entry points of kernels with a number for each feature.
#define BP_ENTRY "features.h"
#include "entry/both_precisions.h"
