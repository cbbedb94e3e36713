"""Tasks: calls that are made once, by any number of workers, and kept.

A jugfile is a Python script that makes tasks; ``pyimg execute jugfile.py`` runs them. A task is known by its
function's name and its arguments; it is done when the store has its result. The names here are jug's, so that
``import pyimg.tasks as jug`` runs existing jugfiles.
"""

from importlib import import_module

from .._package import functions_stay

_HOME = {
    "barrier": "barrier bvalue BarrierError",
    "compound": "CompoundTask CompoundTaskGenerator",
    "core": "Task Tasklet",
    "errors": "DamagedError MissingError TaskError UnsafeError",
    "hashing": "hash_one",
    "hooks": "register_hook register_hook_once reset_all_hooks",
    "io": "NoLoad write_task_out write_metadata",
    "load": "init is_jug_running set_jugdir",
    "relations": "describe recursive_dependencies",
    "sugar": "CachedFunction TaskGenerator iteratetask return_tuple",
    "unsafe": "NoHash",
    "utils": "CustomHash cached_glob identity jug_execute timed_path",
    "values": "value",
}
_NAMES = {name: module for module, names in _HOME.items() for name in names.split()}
_MODULES = frozenset(
    "backends barrier compound hash hooks io jug mapreduce options store subcommands task unsafe utils".split()
)
_STORES = {"file_store": "backends.file_store", "dict_store": "backends.dict_store", "redis_store": "backends.redis_store"}

__all__ = sorted(_NAMES.keys() | _STORES.keys() | {"mapreduce", "hooks"})  # noqa: PLE0605


def __getattr__(name):
    if name in _NAMES:
        value = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
    elif name in _MODULES or name in _STORES:
        return import_module(f"{__name__}.{_STORES.get(name, name)}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__, *_MODULES})


functions_stay(__name__, {"barrier"})
