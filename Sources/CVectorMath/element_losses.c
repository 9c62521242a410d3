// Entry points of losses that are sums over elements.
#define BP_ENTRY "element_losses.h"
#include "entry/both_precisions.h"
