// Vectors of T: LANES elements, with `V` the vector and `U` its bits as unsigned integers.
// Comparisons of vectors give a vector of masks, and `mask ? a : b` selects without a branch.

typedef T K(vector) __attribute__((ext_vector_type(LANES)));
typedef UNSIGNED K(bits) __attribute__((ext_vector_type(LANES)));
// The same at any address that is good for T.
typedef T K(unaligned) __attribute__((ext_vector_type(LANES), aligned(sizeof(T)), may_alias));

// Half a vector at any address.
#if LANES == 2
typedef T K(unaligned_half);
#else
typedef T K(unaligned_half)
  __attribute__((ext_vector_type(LANES / 2), aligned(sizeof(T)), may_alias));
#endif

#undef V
#undef U
#define V K(vector)
#define U K(bits)

BP_INLINE V K(load)(const T *x) { return *(const K(unaligned) *)x; }

BP_INLINE void K(store)(T *y, V v) { *(K(unaligned) *)y = v; }

/// The first n < LANES elements at x, and ones.
BP_INLINE V K(load_part)(const T *x, ptrdiff_t n) {
  V v = (V)C(1);
  for (ptrdiff_t i = 0; i < n; i++) v[i] = x[i];
  return v;
}

BP_INLINE void K(store_part)(T *y, V v, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = v[i];
}

/// All n elements at x, LANES / 2 <= n < LANES, as two halves that overlap.
BP_INLINE V K(load_halves)(const T *x, ptrdiff_t n) {
  V v;
  v.lo = *(const K(unaligned_half) *)x;
  v.hi = *(const K(unaligned_half) *)(x + n - LANES / 2);
  return v;
}

BP_INLINE void K(store_halves)(T *y, V v, ptrdiff_t n) {
  *(K(unaligned_half) *)y = v.lo;
  *(K(unaligned_half) *)(y + n - LANES / 2) = v.hi;
}

/// LANES / 2 elements, and zeros.
BP_INLINE V K(load_half)(const T *x) {
  V v = (V)C(0);
  v.lo = *(const K(unaligned_half) *)x;
  return v;
}

/// The lanes combined: halves with halves. `combine` must work for vectors of any length.
#undef BP_FOLD
#if LANES == 16
#define BP_FOLD(v, combine) \
  __auto_type v8 = combine((v).lo, (v).hi); \
  __auto_type v4 = combine(v8.lo, v8.hi); \
  __auto_type v2 = combine(v4.lo, v4.hi)
#elif LANES == 8
#define BP_FOLD(v, combine) \
  __auto_type v4 = combine((v).lo, (v).hi); \
  __auto_type v2 = combine(v4.lo, v4.hi)
#elif LANES == 4
#define BP_FOLD(v, combine) __auto_type v2 = combine((v).lo, (v).hi)
#else
#define BP_FOLD(v, combine) __auto_type v2 = v
#endif

#undef BP_PLUS
#define BP_PLUS(a, b) ((a) + (b))

BP_INLINE T K(lane_sum)(V v) {
  BP_FOLD(v, BP_PLUS);
  return v2.x + v2.y;
}

/// Whether any lane of a mask is set.
BP_INLINE int K(any)(U mask) { return __builtin_reduce_or(mask) != 0; }

BP_INLINE V K(magnitude)(V x) { return (V)((U)x & ~((U)(V)C(-0.0))); }
