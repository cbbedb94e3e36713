/* Row functions are compiled for several instruction sets; the loader picks one per process. */
#include <limits.h> /* for __GLIBC__ */
#if defined(ROW_CLONES) && !(defined(__x86_64__) && defined(__GLIBC__))
#error "no function multiversioning here"
#elif defined(ROW_CLONES)
#define ROW __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ROW
#endif

/* Parts of row functions must be compiled with these, not once for the baseline. */
#if defined(__GNUC__)
#define ROW_PART __attribute__((always_inline))
#else
#define ROW_PART
#endif

/* Which of them the loader picks here: 0 baseline, 1 x86-64-v3, 2 x86-64-v4. */
static int simd_level_of_cpu(void) {
#if defined(ROW_CLONES)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4"))
    return 2;
  if (__builtin_cpu_supports("x86-64-v3"))
    return 1;
#endif
  return 0;
}
