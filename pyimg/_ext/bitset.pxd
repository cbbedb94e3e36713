# Words as sets of places: their lowest place, how many they hold; and a hint to the cache.
from libc.stdint cimport uint8_t, uint64_t

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    #if defined(__GNUC__)
    #define first_bit(x) __builtin_ctzll(x)
    #define count_bits(x) __builtin_popcountll(x)
    #define prefetch(p) __builtin_prefetch(p)
    #else
    static int first_bit(unsigned long long x) {
      int n = 0;
      while (!(x & 0xff)) x >>= 8, n += 8;
      while (!(x & 1)) x >>= 1, n++;
      return n;
    }
    static int count_bits(unsigned long long x) {
      x -= x >> 1 & 0x5555555555555555u;
      x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
      return (int) (((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
    }
    #define prefetch(p) ((void) 0)
    #endif

    /* Bit k says whether byte k is not 0. */
    static inline unsigned eight_bits(const uint8_t *p) {
      uint64_t v, low = 0x7f7f7f7f7f7f7f7fu;
      memcpy(&v, p, 8);
    #if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
      v = __builtin_bswap64(v);
    #endif
      v = (((v & low) + low) | v) & ~low;
      return (unsigned) ((v >> 7) * 0x0102040810204080u >> 56);
    }
    """
    int first_bit(uint64_t word) noexcept nogil  # of a word that is not 0
    int count_bits(uint64_t word) noexcept nogil
    unsigned eight_bits(const uint8_t *p) noexcept nogil
    void prefetch(const void *p) noexcept nogil
