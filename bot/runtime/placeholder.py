"""Keeps TensorFlow out of the process: no component of our model uses it, but importing Rasa does.

Rasa's modules import tensorflow and keras at their top. A finder put before the import
gives them empty stand-ins; start-up becomes 10 s faster and 0.35 GB lighter (docs/adr/0002).
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

HEAVY = ("tensorflow", "keras", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "tensorflow_probability")


class _Anything(type):
    """Metaclass of the stand-in: any attribute, call or subscription gives the stand-in again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stand

    def __getitem__(cls, _: Any) -> Any:
        return cls

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class Stand(metaclass=_Anything):
    """May be subclassed, called, subscripted and used as a decorator; does nothing."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        """Used as a decorator it gives the function back; a subclass is made as usual."""
        if cls is Stand and len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        return super().__new__(cls)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Accept whatever keywords the real base class would."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Accept anything."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Used as a decorator factory: gives the function back."""
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else self

    def __getattr__(self, name: str) -> Any:
        """Any attribute is the stand-in."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Stand


class _StandModule(ModuleType):
    """A module whose every attribute is the stand-in."""

    __path__: list[str] = []  # noqa: RUF012 - an instance variable of every module
    __version__ = "0.0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stand


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for the heavy packages and everything below them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for the heavy packages, nothing for any other."""
        if fullname.partition(".")[0] in HEAVY:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """An empty module that has everything."""
        return _StandModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute."""


def keep_tensorflow_out() -> bool:
    """Install the stand-ins; False when TensorFlow is already loaded, which is left alone."""
    if "tensorflow" in sys.modules:
        return isinstance(sys.modules["tensorflow"], _StandModule)
    sys.meta_path.insert(0, _Finder())
    return True
