/* Eight doubles that are computed with as if they were one; just one where the compiler has no vectors. */
#if defined(__GNUC__)
typedef double eight __attribute__((vector_size(64)));
typedef double anywhere __attribute__((vector_size(64), aligned(8)));
enum { LANES = 8 };
#else
typedef double eight;
typedef double anywhere;
enum { LANES = 1 };
#endif
