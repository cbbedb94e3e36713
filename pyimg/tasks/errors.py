"""What can go wrong with tasks, by name."""

__all__ = ["BarrierError", "DamagedError", "MissingError", "TaskError", "UnsafeError"]


class TaskError(RuntimeError):
    """A task cannot be named, run or loaded."""


class MissingError(TaskError):
    """The store has no result of this name."""


class DamagedError(TaskError):
    """A stored result is not what was stored: it counts as missing."""


class UnsafeError(TaskError):
    """The store was opened as safe and the value needs pickle."""


class BarrierError(Exception):
    """The jugfile cannot be read further until results exist."""
