"""All about tasks in one place, where jug has it."""

from .core import CachedFunction, Task, TaskGenerator, Tasklet, alltasks, iteratetask, return_tuple
from .relations import describe, recursive_dependencies, topological_sort
from .values import value

__all__ = [
    "CachedFunction", "Task", "TaskGenerator", "Tasklet", "alltasks", "describe", "iteratetask",
    "recursive_dependencies", "return_tuple", "topological_sort", "value",
]  # fmt: skip
