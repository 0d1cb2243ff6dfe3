"""Questions to measure retrieval with, each with the measures that answer it.

Two sources: evaluation folders, and the sample questions of the measures themselves, each asked of an index that does
not have it. For the latter one question of every measure is taken out at a time, so that no measure stands behind
another for having lost one.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from pypinyin import Style, lazy_pinyin

from knowledge.files import load_all
from knowledge.index.questions import SampleQuestions
from knowledge.index.terms import spelt
from knowledge.measure import Measure
from nlu.normalize import normalize

# How many characters of a hundred are mistyped in the noisy variant.
MISTYPED = 15
# A question this near to a sample question counts as like it.
ALIKE = 0.35


@dataclass(frozen=True)
class Case:
    """A question, the district it is asked for, and the ids of the measures that answer it."""

    text: str
    district: str | None
    right: frozenset[str]


def curated() -> tuple[Measure, ...]:
    """The measures of the curated files, as the store would publish them."""
    return tuple(Measure(f"{p.document.id}-{m.slug}", p.document, m, 1) for p in load_all() for m in p.measures)


def folder_cases(folder: Path, measures: Sequence[Measure]) -> list[Case]:
    """The questions of an evaluation folder that expect a measure."""
    ids = {(m.doc, m.number): m.id for m in measures}
    cases = []
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        asked = json.loads(line)
        right = frozenset(ids[ref] for e in asked["expect"] if (ref := (e["doc"], e["number"])) in ids)
        place = asked["district"] if asked["district"] in ("东城", "西城") else None
        if asked["expect"]:
            cases.append(Case(asked["text"], place, right))
    return cases


def left_out(measures: Sequence[Measure]) -> Iterator[tuple[tuple[Measure, ...], list[Case]]]:
    """Stores in which every measure lacks one sample question, and those questions; each question comes once."""
    for turn in range(max(len(m.content.questions) for m in measures)):
        asked = [m for m in measures if turn < len(m.content.questions)]
        yield (
            tuple(_without(m, turn) for m in measures),
            [Case(m.content.questions[turn], m.district, frozenset({m.id})) for m in asked],
        )


def _without(measure: Measure, turn: int) -> Measure:
    kept = tuple(q for i, q in enumerate(measure.content.questions) if i != turn)
    return replace(measure, content=measure.content.model_copy(update={"questions": kept}))


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


@lru_cache(maxsize=1)
def _homophones() -> dict[str, list[str]]:
    """The 3,755 most common characters by sound (the first level of GB 2312)."""
    table: dict[str, list[str]] = defaultdict(list)
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            character = bytes([high, low]).decode("gb2312", errors="ignore")
            if character:
                table[_sound(character)].append(character)
    return dict(table)


def mistyped(cases: Iterable[Case]) -> list[Case]:
    """The same questions with characters replaced by others of the same sound; the same ones every time."""
    return [replace(case, text=_mistyped(case.text)) for case in cases]


def unlike(cases: Sequence[Case], measures: Sequence[Measure]) -> list[Case]:
    """The cases whose question is not like any sample question."""
    samples = SampleQuestions([[spelt(q) for q in (*m.content.questions, m.content.title)] for m in measures])
    every = np.arange(len(measures))
    return [c for c in cases if samples.nearest(normalize(c.text).text, every).max() < ALIKE]


def _mistyped(text: str) -> str:
    chance = random.Random(text)
    typed = []
    for character in text:
        alike = [c for c in _homophones().get(_sound(character), ()) if c != character] if character >= "一" else []
        typed.append(chance.choice(alike) if alike and chance.randrange(100) < MISTYPED else character)
    return "".join(typed)
