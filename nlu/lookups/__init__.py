"""The lookup files: everyday words and the values they stand for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """Content of ``nlu/lookups/<name>.yml``."""
    data = yaml.safe_load((HERE / f"{name}.yml").read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"nlu/lookups/{name}.yml 应是一个映射")
    return data


def phrases(name: str) -> dict[str, str]:
    """``{phrase: value}`` of a file shaped ``value: [phrases]``."""
    return {str(p): str(value) for value, items in load(name).items() for p in items}
