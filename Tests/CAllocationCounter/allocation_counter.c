#define _GNU_SOURCE  // dladdr

#include "allocation_counter.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__linux__)
#include <features.h>  // defines __GLIBC__
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_bool is_counting;
static atomic_long count;
static atomic_long blas_count;

enum { MAX_FRAMES = 24 };
static void *frames[MAX_FRAMES];
static int frame_count;

static void count_for(void *caller) {
  Dl_info info;
  if (dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "openblas")) {
    atomic_fetch_add(&blas_count, 1);
  } else if (atomic_fetch_add(&count, 1) == 0) {
    frame_count = backtrace(frames, MAX_FRAMES);
  }
}

// Inlined into the functions below: the return address is that of their callers.
static inline __attribute__((always_inline)) void count_one(void) {
  if (atomic_load_explicit(&is_counting, memory_order_relaxed)) {
    count_for(__builtin_return_address(0));
  }
}

void *malloc(size_t size) {
  count_one();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count_one();
  return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
  count_one();
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count_one();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  count_one();
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) {
    return EINVAL;
  }
  void *aligned = __libc_memalign(alignment, size);
  if (!aligned) return ENOMEM;
  *block = aligned;
  return 0;
}

size_t allocation_bytes_in_use(void) {
  // The arenas of other threads count too; large blocks are mapped one by one.
  struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

bool allocation_counter_is_available(void) { return true; }

void allocation_counter_start(void) {
  backtrace(frames, MAX_FRAMES);  // loads what it needs when it is first called, and allocates
  frame_count = 0;
  atomic_store(&count, 0);
  atomic_store(&blas_count, 0);
  atomic_store(&is_counting, true);
}

long allocation_counter_stop(void) {
  atomic_store(&is_counting, false);
  return atomic_load(&count);
}

long allocation_counter_in_blas(void) { return atomic_load(&blas_count); }

void allocation_counter_print_first(void) {
  backtrace_symbols_fd(frames, frame_count, 2);
}

#else

size_t allocation_bytes_in_use(void) { return 0; }

bool allocation_counter_is_available(void) { return false; }
void allocation_counter_start(void) {}
long allocation_counter_stop(void) { return 0; }
long allocation_counter_in_blas(void) { return 0; }
void allocation_counter_print_first(void) {}

#endif
