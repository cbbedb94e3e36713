"""Measure public functions beside their peers: same input, agreement checked, runs interleaved, medians."""

import importlib
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import peers as there

#: a peer's call that took longer than this (seconds) is not repeated
SLOW = 1.0
ROOMS = sorted(path.stem for path in (Path(__file__).resolve().parent / "rows").glob("*.py"))


@dataclass
class Row:
    """One operation on one input.

    `ours` and each of `peers` are calls without arguments that do the same work; `agree` says how
    near a peer's answer must be (None: the peer answers in another form, see `note`), as a pair
    (absolute tolerance, largest share of pixels beyond it).
    """

    name: str
    ours: Callable[[], object] | None
    peers: dict[str, Callable[[], object]]
    agree: tuple[float, float] | None = (0, 0)
    note: str = ""
    margin: int = 0  # pixels at the frame that are not compared: the border rule may differ
    times: dict[str, float] = field(default_factory=dict)  # seconds on one thread
    threaded: dict[str, float] = field(default_factory=dict)  # on all of them, those that can
    disagree: dict[str, float] = field(default_factory=dict)  # share of pixels
    refused: dict[str, str] = field(default_factory=dict)  # peers that are not here, or raised

    @property
    def ratio(self) -> float:
        """Our time over the fastest peer's (below 1: ours is faster); NaN without peers."""
        return self.times["pyimg"] / self.times[self.best] if self.best else float("nan")

    @property
    def best(self) -> str:
        """The fastest peer."""
        others = {who: t for who, t in self.times.items() if who != "pyimg"}
        return min(others, key=others.get) if others else ""

    @property
    def speedup(self) -> float:
        """What threads give to ours: time on one over time on all; NaN where not measured."""
        return self.times["pyimg"] / self.threaded.get("pyimg", float("nan"))

    def figures(self) -> dict:
        """Give what was measured, as JSON takes it."""
        return {k: getattr(self, k) for k in ("name", "note", "times", "threaded", "disagree", "refused")}


def _array(answer):
    while isinstance(answer, tuple):
        answer = answer[0]
    return np.asarray(answer)


def differ(row: Row, ours, theirs) -> float:
    """Give the share of pixels that disagree beyond the row's tolerance; 1 for another shape."""
    a, b = _array(ours), _array(theirs)
    if a.shape != b.shape:
        return 1.0
    if row.margin:
        inner = (slice(row.margin, -row.margin),) * a.ndim
        a, b = a[inner], b[inner]
    if not a.size:
        return 0.0
    if row.agree[0] == 0:
        return float(np.mean(a != b))
    # `<=` is false where either is NaN
    return float(1 - np.mean(np.abs(a.astype(float) - b) <= row.agree[0]))


def turns(calls: dict, warm: dict, seconds: float, least: int = 3, most: int = 30) -> dict[str, float]:
    """Give the median seconds of each call, taking turns in an order that changes; each has an equal share of `seconds`.

    In a fixed order one would always find the caches as a slow peer leaves them, and the next one warm.

    A peer that took longer than SLOW when it was `warm` counts as it was; other slow calls have fewer turns.
    """
    clock, order = time.perf_counter, random.Random(0)
    samples = {who: [warm[who]] if warm[who] > SLOW and who != "pyimg" else [] for who in calls}
    going, share = [who for who in calls if not samples[who]], seconds / len(calls)
    while going:
        order.shuffle(going)
        for who in going:
            start = clock()
            calls[who]()
            samples[who].append(clock() - start)
        enough = {who: least if warm[who] <= seconds else 1 for who in going}
        going = [
            who for who in going
            if len(samples[who]) < enough[who] or (sum(samples[who]) < share and len(samples[who]) < most)
        ]  # fmt: skip
    return {who: statistics.median(s) for who, s in samples.items()}


def measure(row: Row, seconds: float = 0.3, threads: int = 1) -> Row:
    """Fill in the row: all on one thread; then ours, and peers that can, on `threads`."""
    there.set_threads(1)
    warm, ours = {}, None
    for who, call in {"pyimg": row.ours, **row.peers}.items():
        start = time.perf_counter()
        try:
            answer = call()
        except there.MissingPeerError:
            row.refused[who] = "not installed"
            continue
        except Exception as error:
            if who == "pyimg":
                raise
            row.refused[who] = f"{type(error).__name__}: {error}"[:200]
            continue
        warm[who] = time.perf_counter() - start
        if who == "pyimg":
            ours = answer
        elif row.agree is not None and (share := differ(row, ours, answer)) > row.agree[1]:
            row.disagree[who] = share
    ours = answer = None
    calls = {who: {"pyimg": row.ours, **row.peers}[who] for who in warm}
    row.times = turns(calls, warm, seconds)
    if threads > 1:
        there.set_threads(threads)
        can = {who: call for who, call in calls.items() if who in there.THREADED and warm[who] <= SLOW}
        if "pyimg" in can:
            row.threaded = turns(can, warm, seconds)
        there.set_threads(1)
    return row


def geometric_mean(values: Iterable[float]) -> float:
    """Give the geometric mean of positive numbers."""
    logs = [np.log(v) for v in values if v == v]
    return float(np.exp(np.mean(logs))) if logs else float("nan")


def rows(rooms=ROOMS, only=(), size=None):
    """Yield (room, row) of the rooms whose name has one of the texts in `only` (all without)."""
    for room in rooms:
        try:
            for row in importlib.import_module(f"rows.{room}").rows():
                wanted = not only or any(text in row.name for text in only)
                if wanted and (size is None or size in row.name.split("/")):
                    if "n16384" in row.name:  # there to see that time per pixel stays flat
                        row.peers = {}
                    yield room, row
        except there.MissingPeerError as error:
            print(f"{room}: its rows need {error}, which is not installed")
