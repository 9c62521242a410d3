// Entry points of activations.
#define BP_ENTRY "activations.h"
#include "entry/both_precisions.h"
