"""Open a debugger where an exception came from."""

import sys

__all__ = ["debug_exception"]


def debug_exception() -> None:
    """Look into the exception that is being handled, with IPython's debugger if it is there."""
    try:
        from IPython.core import ultratb

        ultratb.FormattedTB(call_pdb=True)(*sys.exc_info())
    except ImportError:
        import pdb

        pdb.post_mortem(sys.exc_info()[2])
