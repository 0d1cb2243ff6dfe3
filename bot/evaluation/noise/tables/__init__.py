"""The tables of the noise generators: stories, spoken habits, English, dialects. Used for measuring only.

They are written apart from the lookups of ``nlu`` and are never read by the assistant.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=8)
def table(name: str) -> dict[str, Any]:
    """Content of ``<name>.yml`` in this folder."""
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yml").read_text("utf-8"))
    return data
