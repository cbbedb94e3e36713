"""Measure public functions beside their peers: same input, agreement checked, runs interleaved, medians."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Row:
    """One operation on one input.

    `ours` and each of `peers` are calls without arguments that do the same work; `agree` says how
    near a peer's answer must be (None: the peer answers in another form, see `note`), as a pair
    (absolute tolerance, largest share of pixels beyond it).
    """

    name: str
    ours: Callable[[], object]
    peers: dict[str, Callable[[], object]]
    agree: tuple[float, float] | None = (0, 0)
    note: str = ""
    margin: int = 0  # pixels at the frame that are not compared: the border rule may differ
    times: dict[str, float] = field(default_factory=dict)
    disagree: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Our time over the fastest peer's (below 1: ours is faster); NaN without peers."""
        others = [t for who, t in self.times.items() if who != "pyimg"]
        return self.times["pyimg"] / min(others) if others else float("nan")

    @property
    def best(self) -> str:
        """The fastest peer."""
        others = {who: t for who, t in self.times.items() if who != "pyimg"}
        return min(others, key=others.get) if others else ""


def one_thread() -> None:
    """Hold every peer, and us, to one thread."""
    import pyimg

    pyimg.set_threads(1)
    try:
        import cv2

        cv2.setNumThreads(1)
    except ImportError:
        pass
    try:
        import diplib

        diplib.SetNumberOfThreads(1)
    except ImportError:
        pass
    try:
        import SimpleITK

        SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    except ImportError:
        pass


for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def _array(answer):
    while isinstance(answer, tuple):
        answer = answer[0]
    return np.asarray(answer)


def differ(row: Row, ours, theirs) -> float:
    """Give the share of pixels that disagree beyond the row's tolerance; 1 for another shape."""
    a, b = _array(ours).astype(float), _array(theirs).astype(float)
    if a.shape != b.shape:
        return 1.0
    if row.margin:
        inner = (slice(row.margin, -row.margin),) * a.ndim
        a, b = a[inner], b[inner]
    # `<=` is false where either is NaN
    return float(1 - np.mean(np.abs(a - b) <= row.agree[0])) if a.size else 0.0


def measure(row: Row, seconds: float = 1.0, least: int = 3, most: int = 30) -> Row:
    """Fill in the median seconds of each contestant, taking turns in an order that changes.

    In a fixed order one would always find the caches as a slow peer leaves them, and the next one warm.
    """
    who = {"pyimg": row.ours, **row.peers}
    answers = {}
    for name, call in who.items():
        answers[name] = call()  # warm
    if row.agree is not None:
        for name in row.peers:
            share = differ(row, answers["pyimg"], answers[name])
            if share > row.agree[1]:
                row.disagree[name] = share
    answers.clear()
    samples = {name: [] for name in who}
    clock, turns, order = time.perf_counter, list(who), random.Random(0)
    began = clock()
    while len(samples["pyimg"]) < least or (clock() - began < seconds and len(samples["pyimg"]) < most):
        order.shuffle(turns)
        for name in turns:
            call = who[name]
            start = clock()
            call()
            samples[name].append(clock() - start)
    row.times = {name: statistics.median(s) for name, s in samples.items()}
    return row


def geometric_mean(values: Iterable[float]) -> float:
    """Give the geometric mean of positive numbers."""
    logs = [np.log(v) for v in values if v == v]
    return float(np.exp(np.mean(logs))) if logs else float("nan")
