"""Tell functions apart: by module and qualified name, by what they captured, by what they are bound to.

Code is no part of a name. Its fingerprint is kept beside each result, as information only.
"""

import builtins
import functools
import marshal
import sys
import types
from hashlib import blake2b
from typing import Any

__all__ = ["Function", "describe_function", "fingerprint", "lambda_parts", "normalised", "unwrap"]

_BOUND = (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)
_known: dict[Any, "Function"] = {}
_codes: dict[tuple[str, str], types.CodeType] = {}


class Function:
    """What is known of a task's function.

    Attributes
    ----------
    name : str
        ``module.name``, as users write it.
    key : bytes
        Its part of each task's name; empty until `hashing` has filled it in.
    parts : tuple
        Module, qualified name, captured values, bound object: what the key is made of.
    positional : tuple of str
        Names of the parameters that may be given by position or name, in order; None for each that is
        positional only.
    """

    __slots__ = ("key", "name", "parts", "positional")

    def __init__(self, f):
        module = getattr(f, "__module__", None)
        self.name = f"{module}.{f.__name__}"
        self.key = b""
        bound = getattr(f, "__self__", None) if isinstance(f, _BOUND) else None
        if isinstance(bound, types.ModuleType):
            bound = None
        self.parts = (module, getattr(f, "__qualname__", f.__name__), _captured(f), _Bound(bound) if bound is not None else None)
        self.positional = _positional(f)


class _Bound(tuple):
    """The object that a method is bound to."""

    __slots__ = ()

    def __new__(cls, bound):
        return super().__new__(cls, (bound,))


def _captured(f):
    """Return the values that a closure captured, by name; raise for a cell that is still empty."""
    f = getattr(f, "__func__", f)
    if not isinstance(f, types.FunctionType) or not f.__closure__:
        return ()
    values = []
    for name, cell in zip(f.__code__.co_freevars, f.__closure__):
        try:
            value = cell.cell_contents
        except ValueError:
            value = None
        values.append((name, None if value is f else value))
    return tuple(values)


def _positional(f):
    method = isinstance(f, types.MethodType)
    f = getattr(f, "__func__", f)
    if not isinstance(f, types.FunctionType) or hasattr(f, "__wrapped__"):
        return ()
    code = f.__code__
    names = [None] * code.co_posonlyargcount + list(code.co_varnames[code.co_posonlyargcount : code.co_argcount])
    return tuple(names[method:])


def unwrap(f, args, kwargs):
    """Take a `functools.partial` apart: its arguments come first, the call's keywords win."""
    while isinstance(f, functools.partial):
        args, kwargs, f = f.args + tuple(args), {**f.keywords, **kwargs}, f.func
    return f, args, kwargs


def normalised(function: Function, args: tuple, kwargs: dict) -> tuple[tuple, dict]:
    """Write ``f(1, b=2)`` as ``f(1, 2)``: one call, one name.

    Parameters
    ----------
    function : Function
        From `describe_function`.
    args, kwargs : tuple, dict
        The arguments as given.

    Returns
    -------
    tuple, dict
        The same, as many as possible by position. Defaults are not filled in: they are code.
    """
    if kwargs and len(args) < len(function.positional):
        kwargs, moved = dict(kwargs), list(args)
        for name in function.positional[len(args) :]:
            if name not in kwargs:
                break
            moved.append(kwargs.pop(name))
        return tuple(moved), kwargs
    return args, kwargs


def forget() -> None:
    """Forget the functions of an earlier jugfile."""
    _known.clear()
    _codes.clear()


def describe_function(f) -> Function:
    """Return what is known of a function, after checking that it can be told from every other.

    Raises
    ------
    ValueError
        For a lambda, and for a second function of the same module and qualified name with other code.
    """
    try:
        known = _known.get(f)
    except TypeError:
        known = None
    if known is not None:
        return known
    if getattr(f, "__name__", "") == "<lambda>":
        raise ValueError("a lambda has no name to know its results by: use `def`")
    function = Function(f)
    code = getattr(getattr(f, "__func__", f), "__code__", None)
    checked = isinstance(code, types.CodeType) and function.parts[0] != "__main__"
    if checked and _codes.setdefault(function.parts[:2], code) != code:
        raise ValueError(
            f"two different functions are called {'.'.join(map(str, function.parts[:2]))}: their results could not "
            "be told apart; give one another name"
        )
    if not isinstance(f, _BOUND) or isinstance(getattr(f, "__self__", None), types.ModuleType):
        try:
            _known[f] = function
        except TypeError:
            pass
    return function


def _code_parts(code):
    constants = [_code_parts(c) if isinstance(c, types.CodeType) else _constant(c) for c in code.co_consts]
    return (code.co_code, tuple(constants), code.co_names, code.co_varnames, code.co_freevars, code.co_argcount)


def _constant(value):
    if isinstance(value, frozenset):
        return ("frozenset", *sorted(map(repr, value)))
    if isinstance(value, tuple):
        return tuple(map(_constant, value))
    return repr(type(value).__name__), repr(value)


def fingerprint(f) -> bytes:
    """Return 8 bytes that change when the code of a function does (not its comments or place).

    Returns
    -------
    bytes
        The Python version first: prints of other versions cannot be compared. Empty where there is no code.
    """
    while isinstance(f, functools.partial) or hasattr(f, "__wrapped__"):
        f = getattr(f, "__wrapped__", None) or f.func
    code = getattr(getattr(f, "__func__", f), "__code__", None)
    if not isinstance(code, types.CodeType):
        return b""
    return bytes([sys.version_info.minor]) + blake2b(marshal.dumps(_code_parts(code), 2), digest_size=7).digest()


def lambda_parts(f: types.FunctionType) -> tuple:
    """Return all that a lambda computes with: code, constants, captured values, defaults, names it looks up."""
    defaults = (f.__defaults__, f.__kwdefaults__)
    return (marshal.dumps(_code_parts(f.__code__), 2), _captured(f), defaults)


def is_global(f) -> bool:
    """Say whether a function or class is found again by its module and qualified name."""
    module = getattr(f, "__module__", None) or "builtins"
    found = builtins if module == "builtins" else sys.modules.get(module)
    for part in getattr(f, "__qualname__", getattr(f, "__name__", "")).split("."):
        found = getattr(found, part, None)
    return found is f
