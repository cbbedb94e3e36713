# The lowest bit of a word, and a hint to the cache.
from libc.stdint cimport uint64_t

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define first_bit(x) __builtin_ctzll(x)
    #define prefetch(p) __builtin_prefetch(p)
    #else
    static int first_bit(unsigned long long x) {
      int n = 0;
      while (!(x & 0xff)) x >>= 8, n += 8;
      while (!(x & 1)) x >>= 1, n++;
      return n;
    }
    #define prefetch(p) ((void) 0)
    #endif
    """
    int first_bit(uint64_t word) noexcept nogil  # of a word that is not 0
    void prefetch(const void *p) noexcept nogil
