"""What a file says about its pixels."""

import math
from collections.abc import Iterable

__all__ = ["Metadata"]

_UNITS = {  # in micrometres
    "m": 1e6, "dm": 1e5, "cm": 1e4, "mm": 1e3, "µm": 1.0, "nm": 1e-3, "pm": 1e-6, "inch": 25400.0,
}  # fmt: skip
_SAME = {
    "um": "µm", "\u03bcm": "µm", "micron": "µm", "microns": "µm", "micrometer": "µm", "micrometre": "µm",
    "\\u00b5m": "µm", "in": "inch", "inches": "inch", "millimeter": "mm", "nanometer": "nm", "pixels": "pixel",
}  # fmt: skip


def unit_name(unit: object) -> str:
    """Give the one name we use for a unit of length (``um``, ``micron`` and the two letters mu are µm)."""
    text = str(unit or "").strip().strip("\0")
    return _SAME.get(text.lower(), text)


def in_unit(size: float, unit: str, wish: str) -> float:
    """Convert a length; NaN where a unit is unknown."""
    if unit == wish:
        return size
    return size * _UNITS.get(unit, math.nan) / _UNITS.get(wish, math.nan)


class Metadata(bytes):
    """What a TIFF file says about its image: the bytes of ImageDescription, as imread gives them, and their meaning.

    Parameters
    ----------
    description : bytes or str, default b''
        ImageDescription (a str becomes UTF-8). The object *is* these bytes: it compares and slices like them.
    axes : str, default ''
        A letter for each axis of the array: T time, C channel, Z, Y, X, S samples (red, green, blue, alpha).
    spacing : iterable of float or None, default None
        Size of a pixel along each of the axes Z, Y, X that `axes` has, in that order: what `spacing=` of
        pyimg's functions takes. NaN where the file does not say.
    unit : str, default ''
        Unit of `spacing`, such as µm.
    channels : iterable of str, default ()
        Names of the channels along C.

    Examples
    --------
    >>> from pyimg.io import Metadata
    >>> meta = Metadata(b"neutrophils", axes="ZYX", spacing=(2, 0.5, 0.5), unit="µm")
    >>> meta == b"neutrophils", meta.axes, meta.spacing
    (True, 'ZYX', (2.0, 0.5, 0.5))
    """

    axes: str
    spacing: tuple[float, ...] | None
    unit: str
    channels: tuple[str, ...]

    def __new__(
        cls,
        description: bytes | str = b"",
        *,
        axes: str = "",
        spacing: Iterable[float] | None = None,
        unit: str = "",
        channels: Iterable[str] = (),
    ) -> "Metadata":
        """Make the bytes, and keep what they mean beside them."""
        self = super().__new__(cls, description.encode() if isinstance(description, str) else description)
        self.axes = str(axes)
        self.spacing = None if spacing is None else tuple(float(s) for s in spacing)
        self.unit = unit_name(unit)
        self.channels = tuple(map(str, channels))
        places = sum(a in "ZYX" for a in self.axes)
        if self.spacing is not None and len(self.spacing) != places:
            raise ValueError(
                f"`spacing` must have one entry per axis Z, Y, X of {self.axes!r} ({places}), not {len(self.spacing)}"
            )
        return self

    def __repr__(self) -> str:
        """Show the description, shortened, and its meaning."""
        text = bytes.__repr__(self[:40]) + ("…" if len(self) > 40 else "")
        return f"Metadata({text}, axes={self.axes!r}, spacing={self.spacing}, unit={self.unit!r}, channels={self.channels})"
