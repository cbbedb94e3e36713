"""Progress of a run: a line that is rewritten on a terminal, a line a minute in a log, nothing for short runs."""

import sys
import time

__all__ = ["Progress", "span"]


def span(seconds: float) -> str:
    """Return a time as people say it: ``0:07``, ``12:30``, ``3:05:00``."""
    seconds = round(seconds)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


class Progress:
    """Shows how many tasks are done, how fast, and when all will be.

    Parameters
    ----------
    title : str
        First word of each line.
    stream : file, optional
        Where; stderr by default.
    """

    def __init__(self, title, stream=None):
        self._title, self._stream = title, stream or sys.stderr
        self._begin = time.monotonic()
        self._terminal = self._stream.isatty()
        self._next = self._begin + (1 if self._terminal else 60)
        self._first = self._shown = None

    def young(self) -> bool:
        """Say whether the run has only just begun."""
        return time.monotonic() - self._begin < 0.3

    def line(self, slots) -> str:
        """Return the line for the slots of all workers."""
        total = max((s[5] for s in slots), default=0)
        done = max((s[4] for s in slots), default=0)
        executed, failed = sum(s[2] for s in slots), sum(s[3] for s in slots)
        running = sum(bool(s[0]) for s in slots)
        now = time.monotonic()
        if self._first is None and executed:
            self._first = now, executed
        text = f"{self._title}: {done}/{total} tasks, {running} running"
        if failed:
            text += f", {failed} failed"
        if self._first is not None and executed > self._first[1] and total > done:
            rate = (executed - self._first[1]) / max(now - self._first[0], 1e-6)
            text += f", {span((total - done) / rate)} left"
        return text + f" [{span(now - self._begin)}]"

    def show(self, slots) -> None:
        """Show the line if it is time to."""
        now = time.monotonic()
        if now < self._next or not any(s[5] for s in slots):
            return
        text = self.line(slots)
        self._next = now + (0.2 if self._terminal else 60)
        self._stream.write(f"\r\x1b[K{text}" if self._terminal else text + "\n")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Remove the line."""
        if self._shown and self._terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
