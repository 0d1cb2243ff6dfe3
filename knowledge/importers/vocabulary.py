"""The words the importer goes by; they stand in ``vocabulary.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def load() -> dict[str, Any]:
    """Content of ``vocabulary.yml``."""
    data = yaml.safe_load((HERE / "vocabulary.yml").read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("knowledge/importers/vocabulary.yml 应是一个映射")
    return data


def words(name: str) -> tuple[str, ...]:
    """The list under that key, longest first, so that an alternation takes the longest."""
    return tuple(sorted((str(w) for w in load()[name]), key=len, reverse=True))


@lru_cache(maxsize=64)
def either(name: str) -> str:
    """A non-capturing alternation of the list; spaces may stand between the characters (邮 箱)."""
    return "(?:" + "|".join(r"[ \t]*".join(map(re.escape, w)) for w in words(name)) + ")"
