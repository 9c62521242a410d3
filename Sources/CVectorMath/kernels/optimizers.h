// One step of an optimizer, over flat vectors, as PyTorch defines it.
//
// Plain loops, which clang vectorises: each reads and writes several buffers. The buffers of a
// step do not overlap partly, so no iteration depends on another.
#undef BP_EACH
#define BP_EACH _Pragma("clang loop vectorize(assume_safety)") for (ptrdiff_t i = 0; i < n; i++)

static void K(sgd_step)(
  T *p, const T *g, T *velocity, T rate, T momentum, T dampening, T weight_decay, int nesterov,
  int first, ptrdiff_t n) {
  if (!velocity || momentum == 0) {
    BP_EACH { p[i] -= rate * (g[i] + weight_decay * p[i]); }
    return;
  }
  // The first step sets the velocity, whatever the buffer holds (also NaN): it is not read.
  if (first) {
    const T factor = nesterov ? C(1) + momentum : C(1);
    BP_EACH {
      const T gradient = g[i] + weight_decay * p[i];
      velocity[i] = gradient;
      p[i] -= rate * (factor * gradient);
    }
    return;
  }
  const T share = C(1) - dampening;
  if (nesterov) {
    BP_EACH {
      const T gradient = g[i] + weight_decay * p[i];
      const T next = momentum * velocity[i] + share * gradient;
      velocity[i] = next;
      p[i] -= rate * (gradient + momentum * next);
    }
  } else {
    BP_EACH {
      const T next = momentum * velocity[i] + share * (g[i] + weight_decay * p[i]);
      velocity[i] = next;
      p[i] -= rate * next;
    }
  }
}

static void K(adam_step)(
  T *p, const T *g, T *m, T *v, T rate, T beta1, T beta2, T epsilon, T weight_decay,
  T decay_factor, T inverse_root2, ptrdiff_t n) {
  const T share1 = C(1) - beta1, share2 = C(1) - beta2;
  BP_EACH {
    const T gradient = g[i] + weight_decay * p[i];
    const T mean = beta1 * m[i] + share1 * gradient;
    const T square = beta2 * v[i] + share2 * (gradient * gradient);
    m[i] = mean;
    v[i] = square;
    const T root = __builtin_elementwise_sqrt(square);
    p[i] = decay_factor * p[i] - rate * mean / (root * inverse_root2 + epsilon);
  }
}
