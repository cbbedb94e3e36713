"""mahotas's private door to two kernels, which scripts and its own tests go through."""

import numpy as np

from . import morph
from .distance import distance


def hitmiss(input: np.ndarray, Bc: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Write `pyimg.hitmiss` of the image to `output` and return it."""
    output[...] = morph.hitmiss(input, Bc)
    return output


def distance_multi(f: np.ndarray, bw: np.ndarray, Bc: np.ndarray) -> None:
    """Lower `f` to the squared distance to the nearest False pixel; `Bc` was mahotas's step and has no say."""
    np.minimum(f, distance(bw), out=f)
