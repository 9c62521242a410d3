// Entry points of the reductions over rows.
#define BP_ENTRY "columns.h"
#include "entry/both_precisions.h"
