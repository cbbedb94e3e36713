"""Register hooks, where jug has it."""

from . import _hooks, jug_hook, register_hook, register_hook_once, reset_all_hooks

__all__ = ["_hooks", "jug_hook", "register_hook", "register_hook_once", "reset_all_hooks"]
