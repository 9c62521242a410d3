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

// The rules below have one signature; `s`, `t` and `u` are what a rule remembers, and NULL where it
// doesn't. Which field of the options holds what is said at each. The rate is positive; parameters
// are multiplied by `shrink` first, which is 1 unless weight decay is decoupled.

#undef BP_RULE
#undef BP_GRADIENT
#undef BP_UNUSED
#define BP_RULE(name) \
  static void K(name)( \
    T *p, const T *g, T *s, T *t, T *u, const K(bp_step_options) *options, ptrdiff_t n)
#define BP_GRADIENT (g[i] + o.weight_decay * p[i])
#define BP_UNUSED(x) (void)(x)

// s: the average, whose share in each step is scale1. The first share is 1: s is not read.
BP_RULE(asgd) {
  BP_UNUSED(t), BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  if (o.scale1 == 1) {
    BP_EACH {
      const T next = o.shrink * p[i] - o.rate * BP_GRADIENT;
      p[i] = next;
      s[i] = next;
    }
  } else {
    BP_EACH {
      const T next = o.shrink * p[i] - o.rate * BP_GRADIENT;
      p[i] = next;
      s[i] += o.scale1 * (next - s[i]);
    }
  }
}

// s: the sum of the squares.
BP_RULE(adagrad) {
  BP_UNUSED(t), BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  BP_EACH {
    const T gradient = BP_GRADIENT;
    const T sum = s[i] + gradient * gradient;
    s[i] = sum;
    p[i] -= o.rate * gradient / (__builtin_elementwise_sqrt(sum) + o.epsilon);
  }
}

// s, t: the running means, of decay1, of the squares of gradients and of changes.
BP_RULE(adadelta) {
  BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  const T share = C(1) - o.decay1;
  BP_EACH {
    const T gradient = BP_GRADIENT;
    const T square = o.decay1 * s[i] + share * (gradient * gradient);
    const T change = __builtin_elementwise_sqrt(t[i] + o.epsilon) /
      __builtin_elementwise_sqrt(square + o.epsilon) * gradient;
    s[i] = square;
    t[i] = o.decay1 * t[i] + share * (change * change);
    p[i] -= o.rate * change;
  }
}

// s: the running mean, of decay1, of the squares; t: that of the gradients, where centered; u: the
// velocity, where there is momentum (decay2).
BP_INLINE void K(rmsprop_of)(
  T *p, const T *g, T *s, T *t, T *u, K(bp_step_options) o, int centered, int heavy, ptrdiff_t n) {
  const T share = C(1) - o.decay1;
  BP_EACH {
    const T gradient = BP_GRADIENT;
    T square = o.decay1 * s[i] + share * (gradient * gradient);
    s[i] = square;
    if (centered) {
      const T mean = t[i] + share * (gradient - t[i]);
      t[i] = mean;
      square -= mean * mean;
    }
    T change = gradient / (__builtin_elementwise_sqrt(square) + o.epsilon);
    if (heavy) {
      change += o.decay2 * u[i];
      u[i] = change;
    }
    p[i] -= o.rate * change;
  }
}
BP_RULE(rmsprop) {
  if (t && u) {
    K(rmsprop_of)(p, g, s, t, u, *options, 1, 1, n);
  } else if (t) {
    K(rmsprop_of)(p, g, s, t, u, *options, 1, 0, n);
  } else if (u) {
    K(rmsprop_of)(p, g, s, t, u, *options, 0, 1, n);
  } else {
    K(rmsprop_of)(p, g, s, t, u, *options, 0, 0, n);
  }
}

// s: the last gradients, t: the step sizes, which are multiplied by scale1 where the sign of the
// gradient stays, by scale2 where it changes, and kept within decay1 ... decay2. NaN stays NaN.
BP_RULE(rprop) {
  BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  BP_EACH {
    const T product = g[i] * s[i];
    const T factor = product > 0 ? o.scale1 : (product < 0 ? o.scale2 : C(1));
    T size = t[i] * factor;
    size = size < o.decay1 ? o.decay1 : (size > o.decay2 ? o.decay2 : size);
    const T gradient = product < 0 ? C(0) : g[i];
    const T sign = gradient > 0 ? C(1) : (gradient < 0 ? C(-1) : gradient);
    s[i] = gradient;
    t[i] = size;
    p[i] -= o.rate * (sign * size);
  }
}

// s: the running mean of the gradients; t: the running maximum of their magnitudes.
BP_RULE(adamax) {
  BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  const T share = C(1) - o.decay1, rate = o.rate * o.scale1;
  BP_EACH {
    const T gradient = BP_GRADIENT;
    const T mean = o.decay1 * s[i] + share * gradient;
    const T old = o.decay2 * t[i];
    const T magnitude = __builtin_elementwise_abs(gradient) + o.epsilon;
    // NaN stays: the second condition keeps an old one, and a new one makes both false.
    const T norm = ((old >= magnitude) | (old != old)) ? old : magnitude;
    s[i] = mean;
    t[i] = norm;
    p[i] -= rate * mean / norm;
  }
}

// Of the Adam family. s, t: the running means, of decay1 and decay2, of the gradients and of their
// squares; the root of the latter is multiplied by root_scale.
#undef BP_MOMENTS
#define BP_MOMENTS \
  const T gradient = BP_GRADIENT; \
  const T mean = o.decay1 * s[i] + share1 * gradient; \
  const T square = o.decay2 * t[i] + share2 * (gradient * gradient); \
  s[i] = mean; \
  t[i] = square

// u: the greatest mean of squares so far. rate is multiplied by scale1.
BP_RULE(amsgrad) {
  const K(bp_step_options) o = *options;
  const T share1 = C(1) - o.decay1, share2 = C(1) - o.decay2, rate = o.rate * o.scale1;
  BP_EACH {
    BP_MOMENTS;
    const T old = u[i];
    const T greatest = ((old >= square) | (old != old)) ? old : square;
    u[i] = greatest;
    const T root = __builtin_elementwise_sqrt(greatest);
    p[i] = o.shrink * p[i] - rate * mean / (root * o.root_scale + o.epsilon);
  }
}

// The step is scale1 times the gradient and scale2 times the mean.
BP_RULE(nadam) {
  BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  const T share1 = C(1) - o.decay1, share2 = C(1) - o.decay2;
  const T rate1 = o.rate * o.scale1, rate2 = o.rate * o.scale2;
  BP_EACH {
    BP_MOMENTS;
    const T root = __builtin_elementwise_sqrt(square);
    p[i] = o.shrink * p[i] -
      (rate1 * gradient + rate2 * mean) / (root * o.root_scale + o.epsilon);
  }
}

// rate is multiplied by scale1. With scale2 = 0 the step is not divided by the root.
BP_RULE(radam) {
  BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  const T share1 = C(1) - o.decay1, share2 = C(1) - o.decay2, rate = o.rate * o.scale1;
  if (o.scale2 == 0) {
    BP_EACH {
      BP_MOMENTS;
      p[i] = o.shrink * p[i] - rate * mean;
    }
  } else {
    BP_EACH {
      BP_MOMENTS;
      p[i] = o.shrink * p[i] - rate * mean / (__builtin_elementwise_sqrt(square) + o.epsilon);
    }
  }
}

// s: the running mean, of decay2; decay1 is that of the step's direction.
BP_RULE(lion) {
  BP_UNUSED(t), BP_UNUSED(u);
  const K(bp_step_options) o = *options;
  const T share1 = C(1) - o.decay1, share2 = C(1) - o.decay2;
  BP_EACH {
    const T gradient = BP_GRADIENT;
    const T direction = o.decay1 * s[i] + share1 * gradient;
    const T sign = direction > 0 ? C(1) : (direction < 0 ? C(-1) : direction);
    s[i] = o.decay2 * s[i] + share2 * gradient;
    p[i] = o.shrink * p[i] - o.rate * sign;
  }
}
