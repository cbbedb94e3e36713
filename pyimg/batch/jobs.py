"""What is to be done, what became of it, and doing it."""

import signal
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from .. import _check as check
from .._threads import set_threads
from .files import find_truth


@dataclass(frozen=True)
class Run:
    """One way to segment.

    Attributes
    ----------
    method : str
        As in `pyimg.segmentation.segment`.
    options : tuple of (str, number or tuple)
        Its keyword arguments.
    """

    method: str = "auto"
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The method, and sigma where it was chosen."""
        chosen = dict(self.options).get("sigma")
        return self.method if chosen is None else f"{self.method}-sigma{chosen:g}"


@dataclass(frozen=True)
class Job:
    """One image to segment in one way.

    Attributes
    ----------
    image : str
        Path.
    run : Run
        How.
    name : str
        Stem of the files to write, with folders where several ways or places are told apart.
    truth : str or None
        Path of the label image to compare with.
    out : str or None
        Folder to write to.
    channel : int or None
        Which channel of a colour image; by default their mean.
    pictures : bool
        Write overlays too.
    """

    image: str
    run: Run
    name: str
    truth: str | None = None
    out: str | None = None
    channel: int | None = None
    pictures: bool = True


@dataclass
class Done:
    """What became of a job.

    Attributes
    ----------
    job : Job
        The job.
    regions : int
        Number of objects.
    seconds : float
        Time of the segmentation alone.
    scores : dict of str to float
        As `pyimg.metrics.scores`; empty without a truth.
    error, traceback : str
        What went wrong in one line, and in full; empty where nothing did.
    """

    job: Job
    regions: int = 0
    seconds: float = 0.0
    scores: dict = field(default_factory=dict)
    error: str = ""
    traceback: str = ""


def plan(
    images: Sequence[str], runs: Sequence[Run], *, truth: str | None = None, out: str | None = None,
    channel: int | None = None, pictures: bool = True,
) -> list[Job]:  # fmt: skip
    """Return the jobs of a sweep: each image in each way.

    Parameters
    ----------
    images : sequence of str
        Paths (`find_images`).
    runs : sequence of Run
        The ways.
    truth, out : str, optional
        Folders of the label images to compare with, and to write to.
    channel : int, optional
        Channel of colour images.
    pictures : bool, default True
        Write overlays.

    Returns
    -------
    jobs : list of Job
        Names are unique: the way is a folder if there are several, and so is what tells images of one name apart.

    Examples
    --------
    >>> from pyimg.batch import Run, plan
    >>> [job.name for job in plan(["a.png"], [Run("otsu"), Run("mean")])]
    ['otsu/a', 'mean/a']
    """
    stems: dict[str, int] = {}
    names = []
    for image in images:
        stem = Path(image).stem
        stems[stem] = stems.get(stem, 0) + 1
        names.append(stem if stems[stem] == 1 else f"{stem}-{stems[stem]}")
    return [
        Job(
            image,
            way,
            f"{way.name}/{name}" if len(runs) > 1 else name,
            None if truth is None else find_truth(image, truth),
            out,
            channel,
            pictures,
        )
        for image, name in zip(images, names)
        for way in runs
    ]


def work(job: Job) -> Done:
    """Do one job; an error is part of the answer."""
    try:
        from .one import segment_one

        return segment_one(job)
    except Exception as error:
        # of "[Errno 2] No such file or directory: 'a.png'" only the middle
        line = ((isinstance(error, OSError) and error.strerror) or str(error)).strip().splitlines()
        return Done(job, error=line[0] if line else type(error).__name__, traceback=traceback.format_exc())


#: Of a worker process: does it work now, did it hear Ctrl-C, and the event by which it is told to stop.
_state: dict[str, Any] = {"busy": False, "heard": False, "stop": None}


@contextmanager
def _deaf() -> Iterator[None]:
    """Let Ctrl-C wait, here and in processes that start meanwhile, until it can be answered."""
    heard = []
    main = current_thread() is main_thread()  # it alone answers, and may set how
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number)) if main else None
    mask = _mask("SIG_BLOCK", [signal.SIGINT])  # what new processes begin with
    try:
        yield
    finally:
        _mask("SIG_SETMASK", mask)
        if main:
            signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if heard:
            signal.raise_signal(signal.SIGINT)


def _begin(stop: Any) -> None:
    """Prepare a worker process: one thread; Ctrl-C, which all of a terminal's processes hear, ends its work."""
    _state["stop"] = stop
    set_threads(1)
    signal.signal(signal.SIGINT, _interrupted)
    _mask("SIG_UNBLOCK", [signal.SIGINT])


def _mask(how, signals):
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        return signal.pthread_sigmask(getattr(signal, how), signals)


def _interrupted(signum, frame):
    again, _state["heard"] = _state["heard"], True
    if _state["busy"] and not again:  # once is enough: the cleaning up is not interrupted
        raise KeyboardInterrupt


def _work(job: Job) -> Done:
    stop = _state["stop"].is_set()
    try:
        _state["busy"] = True
        if not stop and not _state["heard"]:
            return work(job)
    except KeyboardInterrupt:
        pass
    finally:
        _state["busy"] = False
    return Done(job, error="stopped")


def run(jobs: Sequence[Job], workers: int = 1) -> Iterator[Done]:
    """Do jobs and yield what became of each, as they end.

    Parameters
    ----------
    jobs : sequence of Job
        What to do.
    workers : int, default 1
        Processes, each with one thread; with 1 all is done here.

    Yields
    ------
    done : Done
        One for each job; what went wrong is in it, and does not stop the others.

    Examples
    --------
    >>> from pyimg.batch import Job, Run, run
    >>> [done.error != "" for done in run([Job("missing.png", Run(), "missing")])]
    [True]
    """
    workers = min(check.integer(workers, "workers", low=1), len(jobs))
    if workers <= 1:
        yield from map(work, jobs)
        return
    context = get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(workers, context, _begin, (stop,)) as pool:
        try:
            with _deaf():
                waiting = {pool.submit(_work, job): job for job in jobs}
            for future in as_completed(waiting):
                try:
                    yield future.result()
                except Exception as error:  # a worker that was killed takes its job with it
                    yield Done(waiting[future], error=f"its process ended: {error or type(error).__name__}")
        except BaseException:  # Ctrl-C, or nobody wants the rest
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
