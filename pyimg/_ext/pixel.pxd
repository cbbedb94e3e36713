# The families of pixel types. A kernel uses at most one; `pyimg/_prepare.py` brings arrays to them.
from libc.stdint cimport (
    int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t,
)

ctypedef fused pixel:  # every type that is computed natively
    uint8_t
    int8_t
    uint16_t
    int16_t
    uint32_t
    int32_t
    uint64_t
    int64_t
    float
    double

ctypedef fused real:
    float
    double

ctypedef fused level:  # grey levels that can be counted in a table
    uint8_t
    uint16_t

ctypedef fused unsigned:
    uint8_t
    uint16_t
    uint32_t
    uint64_t

ctypedef fused bits:  # equality is all that matters: any type of that size is viewed as these
    uint8_t
    uint16_t
    uint32_t
    uint64_t

ctypedef fused index:  # positions, counts and labels: 64 bits where 32 could not hold them
    int32_t
    int64_t

ctypedef fused whole:  # integers, whose sums are exact
    uint8_t
    int8_t
    uint16_t
    int16_t
    uint32_t
    int32_t
    uint64_t
    int64_t

ctypedef fused key:  # ordered by plain comparison; signed integers and maxima are flipped to it (see _flat.py)
    uint8_t
    uint16_t
    uint32_t
    uint64_t
    float
    double

ctypedef fused squared:  # squared distances
    uint16_t
    int32_t
    double
