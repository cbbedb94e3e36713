# A stack of positions that grows; `push` gives 0 when memory is short.
from libc.stdint cimport int64_t
from libc.stdlib cimport free, realloc

cdef struct Stack:
    int64_t *data
    Py_ssize_t size
    Py_ssize_t room


cdef inline Stack empty_stack() noexcept nogil:
    cdef Stack s
    s.data = NULL
    s.size = s.room = 0
    return s


cdef inline bint push(Stack *s, int64_t value) noexcept nogil:
    cdef int64_t *wider
    if s.size == s.room:
        wider = <int64_t *> realloc(s.data, (2 * s.room + 1024) * sizeof(int64_t))
        if wider is NULL:
            return 0
        s.data = wider
        s.room = 2 * s.room + 1024
    s.data[s.size] = value
    s.size += 1
    return 1


cdef inline void drop_stack(Stack *s) noexcept nogil:
    free(s.data)
    s.data = NULL
