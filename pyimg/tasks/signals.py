"""Stop when told to, but not in the middle of storing results."""

import signal
import threading

__all__ = ["Stop", "calm", "stop_on_signals"]


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


def stop_on_signals() -> None:
    """Turn SIGTERM and SIGHUP into `Stop`, SIGINT into KeyboardInterrupt: what is done is kept, what is held released."""
    calm.told = False
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
