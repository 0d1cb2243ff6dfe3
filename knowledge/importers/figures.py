"""Amounts, percentages and dates of a measure, and the benefits they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from knowledge.importers import dates
from knowledge.importers.draft import Figure
from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import load
from knowledge.models import Benefit

Place = tuple[int, int]
_NUM = r"\d{1,12}(?:\.\d{1,4})?"
_PERCENT = re.compile(rf"(?P<a>{_NUM})\s*[%％]?\s*(?:[-—–~～至到]\s*(?P<b>{_NUM})\s*)?[%％]")
_AMOUNT = re.compile(rf"(?P<a>{_NUM})\s*(?:[-—–~～至到]\s*(?P<b>{_NUM})\s*)?(?P<unit>亿|万|千|百)?\s*元")
_UNITS = {"亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100, "": 1}
_CAP = re.compile(r"最高|不超过|上限|以内|最多")
_MONTHS = re.compile(r"(\d{1,2})\s*个月")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def find(text: str, year: int | None) -> Iterator[tuple[Figure, Place]]:
    """Every figure with its place."""
    for match in _PERCENT.finditer(text):
        low = Decimal(match["a"])
        yield (
            Figure(kind="percent", text=tidy(match.group()), low=low, high=Decimal(match["b"] or match["a"])),
            match.span(),
        )
    for match in _AMOUNT.finditer(text):
        unit = _UNITS[match["unit"] or ""]
        low, high = Decimal(match["a"]) * unit, Decimal(match["b"] or match["a"]) * unit
        yield Figure(kind="amount", text=tidy(match.group()), low=low, high=high), match.span()
    for day in [*dates.days(text, year), *dates.year_ends(text)]:
        said = tidy(text[day.start : day.end])
        yield Figure(kind="date", text=said, since=day.first, until=day.last), (day.start, day.end)


def _kind(sentence: str) -> str | None:
    found = load()["benefits"]
    return next((kind for kind, words in found.items() if any(word in sentence for word in words)), None)


def benefits(text: str, year: int | None) -> list[tuple[Benefit, Place]]:
    """What the measure gives, one entry a sentence; figures are typed beside the words."""
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = tidy(match.group()).rstrip("；。")
        kind = _kind(sentence)
        if kind and sentence:
            found.append((Benefit(kind=kind, text=sentence, **_typed(sentence, year)), match.span()))  # type: ignore[arg-type]
    return found


def _typed(sentence: str, year: int | None) -> dict[str, object]:
    typed: dict[str, object] = {}
    percents = [f for f, _ in find(sentence, year) if f.kind == "percent"]
    amounts = [(f, p) for f, p in find(sentence, year) if f.kind == "amount"]
    if len(percents) == 1:
        typed |= {"percent_min": percents[0].low, "percent_max": percents[0].high}
    if len(amounts) == 1:
        figure, place = amounts[0]
        capped = _CAP.search(sentence[max(0, place[0] - 8) : place[1] + 3])
        typed["cap_yuan" if capped else "amount_yuan"] = figure.high
    months = _MONTHS.findall(sentence)
    if len(months) == 1:
        typed["months"] = int(months[0])
    return typed
