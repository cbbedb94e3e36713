"""Open a debugger where an exception came from."""

import sys

__all__ = ["debug_exception"]


def debug_exception() -> None:
    """Look into the exception that is being handled, in the frame that raised it: with IPython's debugger if it is there."""
    try:
        from IPython.core.debugger import Pdb
    except ImportError:
        from pdb import Pdb
    debugger = Pdb()
    debugger.reset()
    debugger.interaction(None, sys.exc_info()[2])
