"""A user for benchmarks: what it knows of its enterprise, what it says when it is asked; and what forms ask it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from actions.form import ASKED_SLOTS
from actions.phrases import BUTTONS
from actions.state import profile_of
from bot.evaluation.cases import Question
from knowledge import size as size_standard
from knowledge.clarify import ANSWERS
from knowledge.measure import Measure
from knowledge.profile import Profile
from knowledge.sectors import sector_tags
from nlu.topics import intent_topics

DONT_KNOW = "不知道"
FULL = tuple(s for s in ASKED_SLOTS if s != "topic")
COUNTER = ("district", "size", "sector", "employees", "revenue_wan", "landlord", "role")
# A sector is needed for every complete profile, whether the product ever asks for it or not.
CHOICES: dict[str, tuple[Any, ...]] = {"sector": ("餐饮", "零售", "制造", "软件"), **ANSWERS}
UNITS = {"employees": "人", "revenue_wan": "万元", "assets_wan": "万元"}
_MOST = {"employees": 3.5, "revenue_wan": 5.5, "assets_wan": 5.5}  # powers of ten
_TRIES = 5000

Facts = dict[str, Any]
Replies = list[dict[str, Any]]


def profile_from(slots: Mapping[str, Any], **changes: Any) -> Profile:
    """The enterprise as the product sees it."""
    return profile_of(SimpleNamespace(get_slot=slots.get), changes)


def given_by(case: Question, heard: Mapping[str, Any]) -> Facts:
    """What a question gives: as the product read it, else as the case is labelled."""
    size, sector = case.entities.get("size"), case.entities.get("sector")
    labels = {"district": case.district, "size": size, "sector": sector if sector and sector_tags(sector) else None}
    read = profile_from(heard).model_dump(exclude_none=True)
    return {**Profile.from_slots(labels).model_dump(exclude_none=True), **read}


def matter(case: Question, meant: Measure | None = None) -> str | None:
    """What the question is about, in the words of the product: by its label, else by the measure that is meant."""
    topics = meant.content.topics[:1] if meant else ()
    table: Mapping[str, Mapping[str, Any]] = intent_topics()
    named = [case.intent, *(i for i, entry in table.items() if set(topics) & set(entry["topics"]))]
    return next((str(table[i]["label"]) for i in named if i in table), None)


def whole(case: Question, given: Facts, expected: Sequence[Measure], rng: random.Random) -> Facts:
    """All that a user knows who means one of the expected measures: an enterprise there, and what it is about."""
    here = [m for m in expected if given.get("district") in (None, "北京", m.district)] or expected
    meant = rng.choice(here) if here else None
    places = [d for d in CHOICES["district"] if meant is None or meant.district in (d, "北京")]
    return {**draw(given, places, rng), "topic": matter(case, meant)}


def draw(given: Facts, districts: Collection[str], rng: random.Random) -> Facts:
    """A complete profile in agreement with ``given``; in one of ``districts`` unless the place is given."""
    facts, known = dict(given), Profile.from_slots(given)
    for slot, answers in CHOICES.items():
        possible = known.possible(slot)
        if slot == "district" and possible is None:
            possible = frozenset(districts)
        fitting = [a for a in answers if possible is None or a in possible]
        if slot not in given or (len(possible or ()) > 1 and slot != "sector"):
            facts[slot] = rng.choice(fitting or answers)
    return {**facts, **_figures(facts, given, rng)}


def _figures(facts: Facts, given: Facts, rng: random.Random) -> Facts:
    """Figures that make the enterprise as large as it is; those given stay, even where they contradict the size."""
    size = facts["size"] if facts["size"] in size_standard.SIZES else "微型"
    for _ in range(_TRIES):
        figures = {s: given.get(s, round(10 ** rng.uniform(0, most))) for s, most in _MOST.items()}
        if size_standard.classify(facts["sector"], **figures).size == size:
            break
    return figures


def spoken(slot: str, value: Any, buttons: Sequence[str]) -> str:
    """What the user says: the button that says so, else one that covers it, else the value in words."""
    if value is None:
        return DONT_KNOW
    words = BUTTONS.get((slot, value), f"{value}{UNITS.get(slot, '')}")
    return words if words in buttons else next((b for b in buttons if _covers(slot, value, b)), words)


def _covers(slot: str, value: Any, title: str) -> bool:
    if slot == "size":
        return value in _sizes_called(title)
    return slot == "sector" and title in sector_tags(value)


def _sizes_called(title: str) -> frozenset[str]:
    """The sizes that a button such as 小微企业 stands for; none for other buttons."""
    group = Profile.from_slots({"size_group": title.removesuffix("企业")})
    return group.possible_sizes() if group.size_group else frozenset()


def asks(replies: Replies) -> str | None:
    """The slot asked for, or None."""
    return next((r["custom"]["asks"] for r in replies if (r.get("custom") or {}).get("type") == "clarify"), None)


def titles(replies: Replies) -> list[str]:
    """Titles of all buttons."""
    return [b["title"] for r in replies for b in r.get("buttons") or ()]


def fields_of(measures: Iterable[Measure], topics: Collection[str]) -> tuple[str, ...]:
    """Fields that some measure on these topics looks at, and the district."""
    looked_at = {c.slot for m in measures if set(m.content.topics) & set(topics) for c in m.content.conditions}
    return tuple(s for s in FULL if s == "district" or s in looked_at)
