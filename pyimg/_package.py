"""Packages with a function and a module of one name."""

import sys
from collections.abc import Collection
from types import ModuleType


def functions_stay(package: str, names: Collection[str]) -> None:
    """Keep ``package.name`` the function after ``import package.name`` has bound the module of that name to it."""

    class Package(ModuleType):
        def __setattr__(self, name, value):
            if name in names and isinstance(value, ModuleType):
                value = getattr(value, name)
            super().__setattr__(name, value)

    sys.modules[package].__class__ = Package
