"""Sentences for measures that send people to their street or community office."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.directory.entries import Entry
from knowledge.directory.store import Directory, sends_to
from knowledge.measure import Measure

# So many offices are named; with more, people are asked to tell their street first.
MOST = 3


def referrals(directory: Directory, measures: Iterable[Measure]) -> dict[str, tuple[str, ...]]:
    """Lines by measure id, for the measures that send people to such an office."""
    known: dict[tuple[str, str], str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for measure in measures:
        lines = []
        for office in sends_to(measure):
            key = (office, measure.district)
            if key not in known:
                known[key] = _line(directory, *key)
            lines.append(known[key])
        if lines:
            found[measure.id] = tuple(lines)
    return found


def _line(directory: Directory, office: str, district: str) -> str:
    referral = directory.resolve(office, district)
    if referral.missing:
        return referral.missing
    named = "；".join(map(_entry, referral.entries[:MOST]))
    rest = len(referral.entries) - MOST
    more = f"；另有{rest}个，告诉我是哪个{office}可以查" if rest > 0 else ""
    return f"{office}电话：{named}{more}。"


def _entry(entry: Entry) -> str:
    return f"{entry.name} {'、'.join(entry.phones)}"
