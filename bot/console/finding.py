"""From what an operator asks to the measures on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.console.asking import Asked
from bot.console.typed import Reading, Typed
from knowledge.eligibility import Verdict, judge
from knowledge.measure import Measure
from knowledge.neighbours import Almost
from knowledge.search import Hit
from knowledge.service import KnowledgeService, understand

SHOWN = 12
# So many are looked at when what the search cannot filter by is filtered afterwards.
LOOKED_AT = 400


@dataclass(frozen=True)
class Found:
    """The measures that answer, best first, judged for the caller."""

    total: int
    verdicts: tuple[Verdict, ...]
    readings: tuple[Reading, ...] = ()


def look_up(service: KnowledgeService, typed: Typed, asked: Asked) -> Found:
    """Search, with typed pinyin read as Chinese; filter; judge."""
    readings = typed.readings(asked.look_up.q)
    hits = _merged(service, [r.text for r in readings], asked) if readings else _search(service, asked.look_up.q, asked)
    kept = [m for m in hits if _passes(m, asked)]
    return Found(len(kept), tuple(judge(m, asked.profile, asked.as_of) for m in kept[:SHOWN]), readings)


def _merged(service: KnowledgeService, texts: list[str], asked: Asked) -> list[Measure]:
    """What the readings find, those of the best reading first."""
    return list({m.id: m for text in texts for m in _search(service, text, asked)}.values())


def _search(service: KnowledgeService, text: str, asked: Asked) -> list[Measure]:
    wanted = asked.look_up
    said = understand(text).profile.district
    _, hits = service.search(
        text,
        district=wanted.district or (None if said else asked.profile.district),
        topic=wanted.topic,
        size=wanted.size,
        sector=wanted.sector,
        as_of=asked.as_of,
        limit=LOOKED_AT,
    )
    return _measures(hits)


def _measures(hits: Iterable[Hit]) -> list[Measure]:
    return [hit.measure for hit in hits]


def _passes(measure: Measure, asked: Asked) -> bool:
    wanted = asked.look_up
    if wanted.in_force and measure.validity(asked.as_of) != "in_force":
        return False
    return not wanted.department or any(wanted.department in name for name in departments_of(measure))


def departments_of(measure: Measure) -> tuple[str, ...]:
    """Every department a measure names, as callers know it."""
    named = (measure.full_name(c.department) for c in measure.content.contacts)
    return tuple(dict.fromkeys((*measure.departments, *named)))


def near_miss(service: KnowledgeService, verdict: Verdict, asked: Asked) -> Almost | None:
    """What the measure fails on when it is one thing only, and what fits instead."""
    if verdict.ruling != "not_eligible":
        return None
    return service.standing(asked.profile, asked.as_of).almost.get(verdict.measure.id)
