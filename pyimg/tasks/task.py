"""All about tasks in one place, where jug has it."""

from .core import Task, Tasklet, alltasks
from .relations import describe, recursive_dependencies, topological_sort
from .sugar import CachedFunction, TaskGenerator, iteratetask, return_tuple
from .values import value

__all__ = [
    "CachedFunction", "Task", "TaskGenerator", "Tasklet", "alltasks", "describe", "iteratetask",
    "recursive_dependencies", "return_tuple", "topological_sort", "value",
]  # fmt: skip
