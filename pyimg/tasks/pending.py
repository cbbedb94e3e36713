"""Results on their way to the store: many share one sync, none waits long."""

import threading
import time

from .codec import decode
from .signals import calm

__all__ = ["Pending"]


class Pending:
    """Gathers results and commits them together.

    What a worker has computed but not committed is known to that worker alone: it may go on with it, and what it makes
    from it is committed with or after it.

    Parameters
    ----------
    store : Store
        All use of it must hold `lock`.
    delay : float
        Seconds that a result may wait; 0 commits at once and starts no thread.
    limit : int
        Bytes that may wait.
    """

    def __init__(self, store, delay: float = 0.05, limit: int = 1 << 23):
        self.store, self.delay, self.limit = store, delay, limit
        self.lock = threading.RLock()
        self.refused: set[bytes] = set()
        self._results, self._size, self._since = {}, 0, None
        self._error = None
        self._wake = threading.Condition(self.lock)
        self._thread, self._over = None, False

    def __contains__(self, name):
        return name in self._results

    def add(self, result, uses=()) -> None:
        """Take a result; commit if enough are waiting.

        Raises
        ------
        OSError
            If a commit failed, now or since the last call.
        """
        with self.lock:
            self._raise()
            result.uses = tuple(n for n in uses if n in self._results)
            self._results[result.name] = result
            self._size += len(result.payload)
            if not self._since:
                self._since = time.monotonic()
                if self.delay and self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="pyimg-commit", daemon=True)
                    self._thread.start()
                elif self.delay:
                    self._wake.notify()
            if not self.delay or self._size >= self.limit:
                self.flush()

    def value(self, name: bytes):
        """Return a copy of a result that is waiting."""
        payload = self._results[name].payload
        return decode(payload.codec, bytearray(payload.tobytes()), self.store.safe)

    def flush(self) -> None:
        """Commit all that is waiting."""
        with self.lock, calm:
            self._raise()
            if self._results:
                batch, self._results, self._size, self._since = self._results, {}, 0, None
                try:
                    self.refused |= self.store.commit(list(batch.values()))
                except BaseException:
                    self.refused |= batch.keys()
                    raise

    def close(self) -> None:
        """Commit all that is waiting and end the thread."""
        try:
            self.flush()
        finally:
            with self.lock:
                self._over = True
                self._wake.notify()

    def _raise(self):
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def _run(self):
        with self.lock:
            while not self._over:
                if self._since is None:
                    self._wake.wait()
                    continue
                left = self._since + self.delay - time.monotonic()
                if left > 0:
                    # Not `wait`: nothing that happens meanwhile makes it shorter.
                    self.lock.release()
                    try:
                        time.sleep(left)
                    finally:
                        self.lock.acquire()
                    continue
                try:
                    self.flush()
                except Exception as error:
                    self._error = error
                    self._since = None
