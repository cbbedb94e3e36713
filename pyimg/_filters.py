"""mahotas's private module ``_filters``: names of the modes. pyimg itself uses ``_prepare.MODES``."""

from typing import Any

from ._prepare import MODES

mode2int = dict(MODES)
modes = frozenset(mode2int)


def _checked_mode2int(mode: str, cval: Any, fname: str) -> int:
    """Return the number of a mode. As in mahotas, a constant other than 0 is refused here; pyimg's filters take any."""
    if mode not in modes:
        raise ValueError(f"pyimg.{fname}: `mode` must be one of {', '.join(map(repr, mode2int))}; not {mode!r}")
    if mode == "constant" and cval != 0:
        raise NotImplementedError(f"pyimg.{fname}: mahotas knows only `cval` 0 for mode 'constant', not {cval}")
    return mode2int[mode]


_check_mode = _checked_mode2int
