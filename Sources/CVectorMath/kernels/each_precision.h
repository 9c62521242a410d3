// The kernels of one precision, in the order in which they use each other, and their table.
#include "elementwise.h"
#include "reductions.h"
#include "rows.h"
#include "columns.h"
#include "activations.h"
#include "features.h"
#include "softmax.h"
#include "losses.h"
#include "element_losses.h"
#include "cross_entropy.h"
#include "optimizers.h"

#define BP_TABLE_OF_PRECISION \
  { \
    BP_MAPS(BP_SAME_FIELD) BP_SUMS(BP_SAME_FIELD) BP_EXTREMES(BP_SAME_FIELD) \
    BP_FINDS(BP_SAME_FIELD) BP_ROWS(BP_SAME_FIELD) BP_COLUMNS(BP_SAME_FIELD) \
    BP_ACTIVATIONS(BP_SAME_FIELD) BP_FEATURE_MAPS(BP_SAME_FIELD) \
    BP_FEATURE_SUMS(BP_SAME_FIELD) BP_ELEMENT_LOSSES(BP_SAME_FIELD) \
    BP_SAME_FIELD(multi_margin) BP_SAME_FIELD(layer_norm) BP_SAME_FIELD(layer_norm_backward) \
    BP_SAME_FIELD(transpose) BP_SAME_FIELD(log_loss) BP_SAME_FIELD(log_loss_backward) \
    BP_SAME_FIELD(cross_entropy) BP_SAME_FIELD(cross_entropy_indices) \
    BP_SAME_FIELD(first_invalid_index) BP_SAME_FIELD(sgd_step) BP_SAME_FIELD(adam_step) \
    .steps = { \
      [BP_RULE_ASGD] = K(asgd), \
      [BP_RULE_ADAGRAD] = K(adagrad), \
      [BP_RULE_ADADELTA] = K(adadelta), \
      [BP_RULE_RMSPROP] = K(rmsprop), \
      [BP_RULE_RPROP] = K(rprop), \
      [BP_RULE_ADAMAX] = K(adamax), \
      [BP_RULE_AMSGRAD] = K(amsgrad), \
      [BP_RULE_NADAM] = K(nadam), \
      [BP_RULE_RADAM] = K(radam), \
      [BP_RULE_LION] = K(lion), \
    }, \
  }
static const K(bp_kernels) K(table) = BP_TABLE_OF_PRECISION;
#undef BP_TABLE_OF_PRECISION
