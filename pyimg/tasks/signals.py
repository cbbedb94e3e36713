"""Stop when told to, but not in the middle of storing results."""

import signal
import threading
from collections.abc import Callable

__all__ = ["STOPPING", "Stop", "calm", "on_stopping", "stop_on_signals"]

#: What tells a worker to stop; a batch system announces the end of a job's time with SIGUSR2 or SIGXCPU.
STOPPING = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGUSR2", "SIGXCPU") if hasattr(signal, name)
)


class Stop(BaseException):
    """The worker was told to stop."""


class _Calm:
    """While it is entered in the main thread, what a signal asks for waits until it is left."""

    def __init__(self):
        self.depth, self.late, self.told = 0, None, False

    def __enter__(self):
        self.depth += threading.current_thread() is threading.main_thread()

    def __exit__(self, *error):
        if threading.current_thread() is threading.main_thread():
            self.depth -= 1
            if not self.depth and self.late is not None:
                kind, self.late = self.late, None
                raise kind


calm = _Calm()


def _stop(number, frame):
    if calm.told:
        # Ctrl-C reaches us from the terminal and from our parent: what tidies up is not to be disturbed.
        return
    calm.told = True
    kind = KeyboardInterrupt if number == signal.SIGINT else Stop
    if calm.depth:
        calm.late = kind
        return
    raise kind


def on_stopping(handler: Callable) -> None:
    """Have a handler called when told to stop; what is ignored stays so, such as SIGHUP after ``nohup``."""
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def stop_on_signals() -> None:
    """Turn `STOPPING` into `Stop`, SIGINT into KeyboardInterrupt: what is done is kept, what is held released."""
    calm.told = False
    on_stopping(_stop)
