"""Majorities among 3 x 3 pixels in NumPy: what pyimg/_ext/majority.pyx must compute."""

import numpy as np


def majority3(a, start, stop, out):
    """Mark in rows start to stop where more than 4 of 3 x 3 pixels are 1; in the frame, where some are outside, none."""
    marks = np.zeros(a.shape, np.uint8)
    if min(a.shape) >= 3:
        windows = np.lib.stride_tricks.sliding_window_view(a, (3, 3))
        marks[1:-1, 1:-1] = windows.sum((2, 3)) > 4
    out[start:stop] = marks[start:stop]
