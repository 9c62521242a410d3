// Vectors of T: LANES elements, with `V` the vector and `U` its bits as unsigned integers.
// Comparisons of vectors give a vector of masks, and `mask ? a : b` selects without a branch.

typedef T K(vector) __attribute__((ext_vector_type(LANES)));
typedef UNSIGNED K(bits) __attribute__((ext_vector_type(LANES)));
// The same at any address that is good for T.
typedef T K(unaligned) __attribute__((ext_vector_type(LANES), aligned(sizeof(T)), may_alias));

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

/// The sum of the lanes: halves added to halves.
BP_INLINE T K(lane_sum)(V v) {
#if LANES == 16
  __auto_type v8 = v.lo + v.hi;
  __auto_type v4 = v8.lo + v8.hi;
  __auto_type v2 = v4.lo + v4.hi;
#elif LANES == 8
  __auto_type v4 = v.lo + v.hi;
  __auto_type v2 = v4.lo + v4.hi;
#elif LANES == 4
  __auto_type v2 = v.lo + v.hi;
#else
  __auto_type v2 = v;
#endif
  return v2.x + v2.y;
}

/// Whether any lane of a mask is set.
BP_INLINE int K(any)(U mask) { return __builtin_reduce_or(mask) != 0; }

BP_INLINE V K(magnitude)(V x) { return (V)((U)x & ~((U)(V)C(-0.0))); }
