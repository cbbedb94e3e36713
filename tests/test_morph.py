"""Erosion, dilation and what is made of them."""

import numpy as np
import pytest
import strategies as s
from hypothesis import given
from hypothesis import strategies as st

import pyimg as mh
from pyimg import morph
from pyimg.morph import _grey

DISK = morph.disk(3)


def slow(A, Bc, dilate):
    """Erode or dilate as mahotas defines it for integers: values added, nothing below the type's least."""
    info = np.iinfo(A.dtype)
    b = Bc.astype(A.dtype)
    out = np.full(A.shape, info.min if dilate else info.max, object)
    for p in np.ndindex(*A.shape):
        for k in np.argwhere(b != info.min):
            q = tuple(int(np.clip(x + y - n // 2, 0, m - 1)) for x, y, n, m in zip(p, k, b.shape, A.shape))
            value = int(b[tuple(k)])
            if not dilate:
                out[p] = min(out[p], max(info.min, min(info.max, int(A[q]) - value)))
            elif A[p] != info.min:
                out[q] = max(out[q], info.min, min(info.max, int(A[p]) + value))
    return out.astype(A.dtype)


@pytest.mark.parametrize("Bc", [np.eye(3), np.eye(9), np.ones((3, 3)), np.ones((9, 9)), morph.disk(4)], ids=len)
def test_zeros_keep_their_signs(Bc):
    for zero in (0.0, -0.0):
        A = np.full((20, 21), zero)
        for f in (mh.erode, mh.dilate):
            assert (np.signbit(f(A, Bc, flat=True)) == np.signbit(zero)).all()


@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(30, 90), (4, 70), (3, 19, 80), (90, 3)])
def test_lines_aslant_and_few_points_fall_on_the_frame(shape, dtype):
    rng = np.random.default_rng(3)
    A = (rng.normal(size=shape) * 90).astype("i2").astype(dtype)
    nan = np.nan if A.dtype.kind == "f" else 0
    elements = [np.eye(7), np.fliplr(np.eye(6)), np.eye(5, 9), rng.random((3, 8)) < 0.4, np.eye(1, 9), np.eye(9, 1)]
    for Bc in elements:
        Bc = (Bc != 0)[(None,) * (A.ndim - 2)]
        for spoilt in (False, True):
            if spoilt:
                A[..., 1, 2] = nan
            least = -np.inf if A.dtype.kind == "f" else np.iinfo(dtype).min
            wanted = np.full(shape, least, dtype)
            for k in np.argwhere(Bc) - [n // 2 for n in Bc.shape]:
                goal = np.ix_(*(np.clip(np.arange(n) + d, 0, n - 1) for n, d in zip(shape, k)))
                np.maximum.at(wanted, goal, A)
            np.testing.assert_array_equal(mh.dilate(A, Bc, flat=True), wanted)


@pytest.mark.parametrize("small", [0, 1 << 21])
@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "?"])
@pytest.mark.parametrize("shape", [(23,), (19, 24), (9, 13, 11)])
def test_dilation_beyond_the_frame_falls_on_it(shape, dtype, small, monkeypatch):
    monkeypatch.setattr(_grey, "_SMALL", small)  # padded as a whole, or the frame apart
    rng = np.random.default_rng(7)
    A = (rng.normal(size=shape) * 90).astype("i2").astype(dtype)
    for sides in ((4, 1, 1), (1, 5, 3), (4, 3, 2), (2, 4, 5)):
        Bc = rng.random(sides[: A.ndim]) < 0.6
        wanted = np.full(shape, False if dtype == "?" else -np.inf if dtype == "f4" else np.iinfo(dtype).min, dtype)
        for k in np.argwhere(Bc) - [n // 2 for n in Bc.shape]:
            for p in np.ndindex(shape):
                q = tuple(np.clip(p + k, 0, np.array(shape) - 1))
                wanted[q] = max(wanted[q], A[p])
        out = np.empty_like(A)
        assert mh.dilate(A, Bc, out=out, flat=True) is out
        np.testing.assert_array_equal(out, wanted)
        np.testing.assert_array_equal(mh.dilate(A, Bc, flat=True), wanted)


def test_every_element_of_3_by_3():
    A = np.random.default_rng(0).integers(1, 9, (4, 5), np.uint8)
    wide = np.pad(A, 1, mode="edge")
    for bits in range(1, 512):
        Bc = np.array([bits >> i & 1 for i in range(9)], np.uint8).reshape(3, 3)
        around = np.array([wide[y : y + 4, x : x + 5] for y, x in np.argwhere(Bc)])
        np.testing.assert_array_equal(mh.locmax(A, Bc), around.max(0) <= A)
        if bits % 4 == 2:  # the others are slow to check
            np.testing.assert_array_equal(mh.erode(A, Bc), slow(A, np.where(Bc, 1, 0).astype(np.uint8), False))


@given(data=st.data())
def test_values_are_added_as_mahotas_defines(data):
    dtype = data.draw(st.sampled_from(s.INTEGERS))
    shape = data.draw(s.shapes(1, 3, min_side=1, max_side=5))
    A = data.draw(s.arrays(dtype, shape))
    Bc = data.draw(s.structuring_elements(len(shape), max_side=4)).astype(dtype)
    Bc *= data.draw(s.arrays(dtype, Bc.shape))
    np.testing.assert_array_equal(mh.erode(A, Bc), slow(A, Bc, False))
    np.testing.assert_array_equal(mh.dilate(A, Bc), slow(A, Bc, True))


@given(data=st.data())
def test_equals_mahotas_for_unsigned_images(data):
    mahotas = pytest.importorskip("mahotas")
    shape = data.draw(s.shapes(1, 3, min_side=1))
    A = data.draw(s.arrays(data.draw(st.sampled_from(["u1", "u2", "u4"])), shape))
    Bc = data.draw(st.sampled_from([None, 0, 1, 2]) | s.structuring_elements(len(shape)))
    for name in ("erode", "dilate", "open", "close", "tophat_open", "tophat_close"):
        expected = getattr(mahotas.morph, name)(A, Bc)
        np.testing.assert_array_equal(getattr(morph, name)(A, Bc), expected, err_msg=name)


@given(data=st.data())
def test_bool_images_are_the_same_in_two_and_more_axes(data):
    shape = data.draw(s.shapes(2, 2, min_side=1))
    A = data.draw(s.arrays(bool, shape))
    Bc = data.draw(s.structuring_elements(2))
    for name in ("erode", "dilate", "open", "close"):
        f = getattr(mh, name)
        np.testing.assert_array_equal(f(A, Bc), f(A[None], Bc[None])[0])
        np.testing.assert_array_equal(f(A, Bc), f(A.astype(np.uint8), Bc, flat=True).astype(bool))


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
@pytest.mark.parametrize("radius", [1, 2, 3, 6, 12])
def test_flat_equals_opencv(dtype, radius):
    cv2 = pytest.importorskip("cv2")
    A = (np.random.default_rng(radius).random((61, 83)) * 255).astype(dtype)
    for Bc in (morph.disk(radius), np.ones((2 * radius + 1,) * 2, bool)):
        np.testing.assert_array_equal(mh.erode(A, Bc, flat=True), cv2.erode(A, Bc.astype(np.uint8)))
        np.testing.assert_array_equal(mh.dilate(A, Bc, flat=True), cv2.dilate(A, Bc.astype(np.uint8)))


def test_flat_equals_scipy_in_three_axes():
    ndimage = pytest.importorskip("scipy.ndimage")
    A = np.random.default_rng(0).integers(-100, 100, (9, 11, 17), np.int16)
    for Bc in (morph.disk(3, 3), np.ones((3, 5, 7), bool), np.ones((3, 3, 3), bool)):
        expected = ndimage.minimum_filter(A, footprint=Bc, mode="nearest")
        np.testing.assert_array_equal(mh.erode(A, Bc, flat=True), expected)


@pytest.mark.parametrize("dtype", ["?", "u1", "i1", "u8", "i8", "f2", "f4", "f8", "g"])
def test_the_type_stays(dtype):
    A = np.arange(12).reshape(3, 4).astype(dtype)
    for f in (mh.erode, mh.dilate, mh.open, mh.close, morph.tophat_open, morph.tophat_close):
        got = f(A)
        assert got.dtype == A.dtype and got.shape == A.shape
        assert f(A[:0]).shape == (0, 4)


def test_signed_images_do_not_jump_to_the_maximum():
    np.testing.assert_array_equal(mh.dilate(np.full((3, 3), -5, np.int32)), np.full((3, 3), -4))
    np.testing.assert_array_equal(mh.erode(np.full(3, -128, np.int8)), [-128] * 3)
    np.testing.assert_array_equal(mh.dilate(np.full(3, 127, np.int8)), [127] * 3)


def test_the_default_adds_one_and_flat_does_not():
    A = np.full((5, 5), 100, np.uint8)
    assert (mh.dilate(A) == 101).all() and (mh.erode(A) == 99).all()
    assert (mh.dilate(A, flat=True) == 100).all() and (mh.erode(A, flat=True) == 100).all()
    assert (mh.open(A) == A).all() and (mh.close(A) == A).all()


def test_what_entries_mean_for_floats():
    A = np.array([0.0, 2.0, 0.0, 0.0])
    np.testing.assert_array_equal(mh.dilate(A), [2, 2, 2, 0])
    np.testing.assert_array_equal(mh.dilate(A, np.array([0, 3, 3])), [0, 2, 2, 0])
    np.testing.assert_array_equal(mh.dilate(A, np.array([0, 3, 3]), flat=False), [3, 5, 5, 3])
    np.testing.assert_array_equal(mh.dilate(A, np.array([-np.inf, 0.5, -1])), [0.5, 2.5, 1, 0.5])
    np.testing.assert_array_equal(mh.dilate(A, np.array([-np.inf, 0.5, -1]), flat=True), [2, 2, 2, 0])
    np.testing.assert_array_equal(mh.erode(A, np.array([-np.inf, 0.5, -1])), [-0.5, 1, -0.5, -0.5])


def test_without_members():
    Bc = np.zeros((3, 3))
    for dtype, low, high in (("?", 0, 1), ("u1", 0, 255), ("i2", -32768, 32767), ("f4", -np.inf, np.inf)):
        A = np.ones((3, 4), dtype)
        assert (mh.erode(A, Bc, flat=True) == high).all()
        assert (mh.dilate(A, Bc, flat=True) == low).all()


def test_what_falls_outside_falls_on_the_frame():
    A = np.zeros((4, 5), bool)
    A[0, 1] = A[3, 4] = True
    Bc = np.zeros((5, 5), bool)
    Bc[0, 4] = True  # two up and two to the right
    got = np.argwhere(mh.dilate(A, Bc))
    assert got.tolist() == [[0, 3], [1, 4]]


@given(data=st.data())
def test_erosion_and_flat_dilation_are_adjoint(data):
    shape = data.draw(s.shapes(1, 3, min_side=1))
    dtype = data.draw(st.sampled_from(["?", "u1", "i2", "f8"]))
    A, B = data.draw(s.arrays(dtype, shape)), data.draw(s.arrays(dtype, shape))
    Bc = data.draw(s.structuring_elements(len(shape)))
    assert (mh.dilate(A, Bc, flat=True) <= B).all() == (mh.erode(B, Bc, flat=True) >= A).all()
    once = mh.open(A, Bc, flat=True)
    np.testing.assert_array_equal(mh.open(once, Bc, flat=True), once)
    assert (once <= A).all() and (mh.close(A, Bc, flat=True) >= A).all()


@given(data=st.data())
def test_memory_layout_does_not_matter(data):
    A = data.draw(s.images(max_dims=3, nan=True))
    Bc = data.draw(s.structuring_elements(A.ndim))
    plain = np.array(A, A.dtype.newbyteorder("="), order="C")
    for f in (mh.erode, mh.dilate, mh.open, morph.tophat_close, mh.locmax, mh.regmin):
        np.testing.assert_array_equal(f(A, Bc), f(plain, Bc))


@given(data=st.data())
def test_flips_and_transposes(data):
    A = data.draw(s.arrays("u1", data.draw(s.shapes(2, 2, min_side=1))))
    Bc = data.draw(s.structuring_elements(2))
    if any(n % 2 == 0 for n in Bc.shape):
        return
    for f in (mh.erode, mh.dilate, mh.locmin, mh.regmax):
        np.testing.assert_array_equal(f(A.T, Bc.T), f(A, Bc).T)
        np.testing.assert_array_equal(f(A[::-1], Bc[::-1]), f(A, Bc)[::-1])


@pytest.mark.parametrize("f", [mh.erode, mh.dilate, mh.open, mh.close, morph.tophat_open, morph.tophat_close])
def test_out(f):
    A = np.random.default_rng(0).integers(0, 255, (20, 30), np.uint8)
    Bc = np.tri(4, dtype=bool)
    expected = f(A, Bc)
    out = np.empty_like(A)
    assert f(A, Bc, out=out) is out
    np.testing.assert_array_equal(out, expected)
    same = A.copy()
    assert f(same, Bc, out=same) is same
    np.testing.assert_array_equal(same, expected)
    memory = np.zeros(21 * 30, np.uint8)
    memory[:600] = A.ravel()
    f(memory[:600].reshape(20, 30), Bc, out=memory[30:].reshape(20, 30))
    np.testing.assert_array_equal(memory[30:].reshape(20, 30), expected)
    for bad in (np.empty((20, 30), np.int8), np.empty((20, 31), np.uint8), np.empty((30, 20), np.uint8).T):
        with pytest.raises(ValueError, match="`out` must"):
            f(A, Bc, out=bad)


@pytest.mark.parametrize("f", [mh.erode, mh.dilate, mh.open, mh.close, mh.locmax, mh.regmin])
def test_output_is_an_older_name(f):
    A = np.random.default_rng(0).integers(0, 255, (20, 30), np.uint8)
    out = np.empty(A.shape, f(A).dtype)
    with pytest.warns(DeprecationWarning, match="use `out`"):
        assert f(A, None, output=out) is out
    np.testing.assert_array_equal(out, f(A))


def test_errors_name_the_argument():
    A = np.zeros((3, 3), np.uint8)
    with pytest.raises(ValueError, match="`Bc` must have 2 axes"):
        mh.erode(A, np.ones((3, 3, 3)))
    with pytest.raises(ValueError, match="`Bc` must fit the dtype"):
        mh.erode(A, np.full((3, 3), 300))
    with pytest.raises(ValueError, match="`Bc` must not have NaN"):
        mh.dilate(A, np.full((3, 3), np.nan))
    with pytest.raises(ValueError, match="`Bc` must not have inf"):
        mh.dilate(A.astype(float), np.full((3, 3), np.inf))
    with pytest.raises(TypeError, match="`flat` must be None, True or False"):
        mh.dilate(A, flat=1)
    with pytest.raises(TypeError, match="`A` must have a dtype"):
        mh.dilate(A.astype(complex))
    with pytest.raises(ValueError, match="`b` must have the dtype"):
        morph.subm(A, A.astype(np.uint16))
    with pytest.raises(ValueError, match="`b` must have the shape"):
        morph.subm(A, A[:2])
    with pytest.raises(ValueError, match="`g` must broadcast"):
        mh.cdilate(A, A[:2])
    with pytest.raises(ValueError, match="`n` must be at least 0"):
        mh.cdilate(A, A, n=-1)


def test_structuring_elements():
    A = np.zeros((3, 3), np.uint8)
    assert morph.get_structuring_elem(A, None).dtype == np.uint8
    assert morph.get_structuring_elem(A, np.int64(4)).sum() == 5
    assert morph.get_structuring_elem(A, 8).sum() == 9
    assert [morph.get_structuring_elem(A[None], n).sum() for n in (0, 1, 2, 3, 6, 18, 26)] == [1, 7, 19, 27, 7, 19, 27]
    Bc = np.arange(9, dtype=np.uint8).reshape(3, 3)
    assert morph.get_structuring_elem(A, Bc) is Bc
    assert morph.get_structuring_elem(A, Bc.T).flags.c_contiguous
    assert [morph.disk(r).sum() for r in range(4)] == [0, 1, 9, 25]
    assert morph.disk(4, 3).shape == (9, 9, 9) and (morph.disk(4, 3)[4] == morph.disk(4)).all()
    assert morph.disk(3, 1).tolist() == [False] + [True] * 5 + [False]
    np.testing.assert_array_equal(morph.circle_se(5), morph.disk(5))
    for bad in (0, -1):
        with pytest.raises(ValueError, match="`radius` must be positive"):
            morph.circle_se(bad)
        with pytest.raises(ValueError, match="`dim` must be at least 1"):
            morph.disk(3, bad)


@pytest.mark.parametrize(
    "call",
    [lambda: mh.disk(2**31), lambda: mh.disk(1, 33), lambda: mh.disk(1, 2**70), lambda: morph.circle_se(1e12)],
)
def test_a_disk_larger_than_memory_is_refused(call):
    with pytest.raises(ValueError, match=r"`radius`|`dim`"):
        call()


@pytest.mark.parametrize("end", [np.inf, -np.inf, 1e300])
def test_an_infinite_element_of_integers_is_refused(end):
    with pytest.raises(ValueError, match="`Bc`"):
        mh.dilate(np.ones((3, 3), np.uint8), np.full((3, 3), end))


@given(data=st.data())
def test_conditional_steps(data):
    shape = data.draw(s.shapes(1, 3, min_side=1))
    dtype = data.draw(st.sampled_from(["?", "u1", "i4", "f4"]))
    f, g = data.draw(s.arrays(dtype, shape)), data.draw(s.arrays(dtype, shape))
    n = data.draw(st.integers(0, 4))
    flat = data.draw(st.sampled_from([None, True]))
    up, down = np.minimum(f, g), np.maximum(f, g)
    for _ in range(n):
        up = np.minimum(mh.dilate(up, flat=flat), g)
        down = np.maximum(mh.erode(down, flat=flat), g)
    np.testing.assert_array_equal(mh.cdilate(f, g, n=n, flat=flat), up)
    np.testing.assert_array_equal(mh.cerode(f, g, n=n, flat=flat), down)


@pytest.mark.parametrize("steps", [(-1, 1), (-1,), (-2, 1), (-5, 1), (0, 2)], ids=str)
def test_conditional_steps_that_go_round_end(steps):
    rng = np.random.default_rng(len(steps))
    Bc = np.zeros(11, bool)
    Bc[[5 + k for k in steps]] = True
    g = rng.random(60) < 0.9
    g[[0, -1]] = False  # so that nothing stays at the frame
    f = np.zeros(60, bool)
    f[30] = True
    states = [f & g]
    for _ in range(400):
        states.append(mh.dilate(states[-1], Bc) & g)
    for n in (63, 64, 65, 100, 129, 300, 399, 400):
        np.testing.assert_array_equal(mh.cdilate(f, g, Bc, n), states[n])
    assert any(np.array_equal(mh.cdilate(f, g, Bc, 2**63), state) for state in states)
    np.testing.assert_array_equal(mh.cdilate(mh.cdilate(f, g, Bc, 2**63), g, Bc, 2**70 + 5), mh.cdilate(f, g, Bc, 2**63 + 2**70 + 5))


def test_conditional_steps_of_nan_end():
    f = np.array([1.0, np.nan, 3, 2])
    assert np.isnan(mh.cerode(f, 0.0, n=2**63, flat=True)).all()
    assert np.isnan(mh.cdilate(f, 5.0, n=2**63, flat=True)).all()


def test_conditional_steps_take_numbers_and_out():
    f = np.zeros((8, 8), bool)
    f[4, 4] = True
    assert mh.cdilate(f, 12).all()
    g = np.arange(9, dtype=np.uint8).reshape(3, 3)
    out = np.empty_like(g)
    assert mh.cerode(g, 3, out=out) is out and out.min() == 3


@given(data=st.data())
def test_subm_stops_at_the_ends(data):
    dtype = data.draw(st.sampled_from(s.INTEGERS))
    a, b = data.draw(s.arrays(dtype, (4, 9))), data.draw(s.arrays(dtype, (4, 9)))
    info = np.iinfo(dtype)
    expected = np.clip(a.astype(object) - b.astype(object), info.min, info.max).astype(dtype)
    np.testing.assert_array_equal(morph.subm(a, b), expected)
    for out in (a, b):
        x, y = a.copy(), b.copy()
        out = x if out is a else y
        assert morph.subm(x, y, out=out) is out
        np.testing.assert_array_equal(out, expected)


def test_subm_of_bool_and_float():
    a, b = np.array([0, 0, 1, 1], bool), np.array([0, 1, 0, 1], bool)
    np.testing.assert_array_equal(morph.subm(a, b), a & ~b)
    assert morph.subm(np.float32([1]), np.float32([3])).tolist() == [-2]
    memory = np.arange(10, dtype=np.uint8)
    morph.subm(memory[1:9], np.ones(8, np.uint8), out=memory[:8])
    assert memory.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_top_hats_by_hand():
    f = np.array([3, 3, 9, 3, 3, 0, 3, 3, 3], np.uint8)
    assert morph.tophat_open(f, flat=True).tolist() == [0, 0, 6, 0, 0, 0, 0, 0, 0]
    assert morph.tophat_close(f, flat=True).tolist() == [0, 0, 0, 0, 0, 3, 0, 0, 0]
