"""Bar charts as plain geometry; the template draws them as SVG. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 34
LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands, and what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side for each key, with a scale and labels. ``summary`` says it in words."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    scale: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    summary: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def bars(title: str, keys: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """A chart of one or more series over the same keys."""
    top = nice(max((v for _, values in series for v in values), default=0))
    base, span = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(keys))
    width = min(36.0, slot * 0.8 / max(1, len(series)))
    drawn = []
    for s, (name, values) in enumerate(series):
        for i, value in enumerate(values):
            height = span * value / top
            x = LEFT + slot * i + (slot - width * len(series)) / 2 + width * s
            said = f"{keys[i]} {name} {value}"
            drawn.append(Bar(round(x, 1), round(base - height, 1), round(width, 1), round(height, 1), s, said))
    every = -(-len(keys) // LABELS) or 1
    labels = [Mark(round(LEFT + slot * (i + 0.5), 1), _short(k)) for i, k in enumerate(keys) if i % every == 0]
    scale = [Mark(round(base - span * part / 4, 1), f"{top * part / 4:g}") for part in range(5)]
    totals = "，".join(f"{name}共 {sum(values)}" for name, values in series)
    names = tuple(name for name, _ in series)
    return Chart(title, names, tuple(drawn), tuple(scale), tuple(labels), f"{title}：{totals}。数字见下面的表。")


def nice(most: int) -> int:
    """The end of a scale in four whole steps that holds ``most``."""
    step = 1
    while step * 4 < most:
        step = {"1": step * 2, "2": step * 5 // 2, "5": step * 2}[str(step)[0]]
    return step * 4


def _short(key: str) -> str:
    return key[5:] if len(key) == 10 and key[4] == "-" else key[:6]
