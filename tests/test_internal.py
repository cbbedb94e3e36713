"""mahotas's private helpers, as code outside it uses them."""

import numpy as np
import pytest

from pyimg import _filters, internal


def test_modes_have_mahotas_numbers():
    assert _filters.mode2int == {"nearest": 0, "wrap": 1, "reflect": 2, "mirror": 3, "constant": 4, "ignore": 5}
    assert _filters._checked_mode2int("mirror", 0.0, "f") == 3
    with pytest.raises(ValueError, match="mode"):
        _filters._check_mode("nayrest", 0.0, "f")
    with pytest.raises(NotImplementedError):
        _filters._check_mode("constant", 1.2, "f")


def test_outputs():
    f = np.arange(12).reshape(3, 4)
    assert internal._get_output(f, None, "f", np.float32).dtype == np.float32
    out = np.empty_like(f)
    assert internal._get_output(f, out, "f") is out
    with pytest.warns(DeprecationWarning, match="deprecated `output`"):
        assert internal._get_output(f, None, "f", output=out) is out
    for bad in (np.empty((4, 3), int), np.empty((3, 8), int)[:, ::2], np.empty((3, 4))):
        with pytest.raises(ValueError, match="out"):
            internal._get_output(f, bad, "f")


def test_axes_and_sequences():
    f = np.zeros((2, 3))
    assert [internal._get_axis(f, a, "f") for a in (0, 1, -1, -2)] == [0, 1, 1, 0]
    with pytest.raises(ValueError, match="axis"):
        internal._get_axis(f, 2, "f")
    assert internal._normalize_sequence(f, 1, "f") == [1, 1]
    assert internal._normalize_sequence(f, (2, 4), "f") == [2, 4]
    with pytest.raises(ValueError, match="axis"):
        internal._normalize_sequence(f, [1], "f")


def test_types_and_shapes():
    internal._verify_is_integer_type(np.zeros(2, bool), "f")
    internal._verify_is_floatingpoint_type(np.zeros(2), "f")
    internal._verify_is_nonnegative_integer_type(np.zeros(0, int), "f")
    with pytest.raises(TypeError):
        internal._verify_is_integer_type(np.zeros(2), "f")
    with pytest.raises(TypeError):
        internal._verify_is_floatingpoint_type(np.zeros(2, int), "f")
    with pytest.raises(ValueError, match="negative"):
        internal._verify_is_nonnegative_integer_type(np.array([-1]), "f")
    mask = np.array([True, False])
    assert internal._make_binary(mask) is mask
    assert internal._make_binary([0, 4]).tolist() == [False, True]
    assert internal._as_floating_point_array([1, 2]).dtype == float
    assert internal._as_floating_point_array(np.zeros(1, np.float32)).dtype == np.float32
    internal._check_3(np.zeros((4, 5, 3)), "f")
    internal._check_2(np.zeros((4, 5)), "f")
    with pytest.raises(ValueError, match="shape"):
        internal._check_3(np.zeros((4, 5)), "f")
    with pytest.raises(ValueError, match="axes"):
        internal._check_2(np.zeros(4), "f")
