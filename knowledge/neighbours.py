"""What lies next to a measure that does not fit: the one condition it fails on, and the measure that fits instead.

Pure and deterministic: judged measures in, findings out. No database here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.eligibility import Reason, Verdict, Way, reachable
from knowledge.measure import Measure
from knowledge.profile import Profile

_PLACES = {"东城", "西城"}
# The topic under which documents put what has nothing in common, and kinds of help found everywhere.
_LOOSE_TOPIC = "other"
_LOOSE_KINDS = {"service", "other", "preference", "green_channel"}


@dataclass(frozen=True, slots=True)
class Almost:
    """A measure that fails on one condition only.

    Attributes:
        verdict: The ruling, ``not_eligible``.
        reason: The condition that is not met.
        benefit: The benefit that is within reach; None when the condition is about all of them.
        open: How many conditions of that benefit, or of the measure, are not known yet.
        instead: The measure that fits instead, if there is one.
    """

    verdict: Verdict
    reason: Reason
    benefit: str | None
    open: int
    instead: Verdict | None

    @property
    def text(self) -> str:
        """What is missing and where to look instead, in Chinese."""
        benefit = f"（针对{self.benefit}）" if self.benefit else ""
        also = f"另有 {self.open} 个条件还不知道。" if self.open else ""
        if self.instead is None:
            return f"只有这一条不符合：{self.reason.text}{benefit}。{also}"
        m = self.instead.measure
        state = "符合" if self.instead.ruling == "eligible" else "是否符合要核实"
        ended = "，已结束" if self.instead.expired else ""
        return (
            f"只有这一条不符合：{self.reason.text}{benefit}。{also}"
            f"可以改看“{m.content.title}”（{m.source}，{state}{ended}）。"
        )


def almost(verdict: Verdict, judged: Sequence[Verdict], profile: Profile) -> Almost | None:
    """The one condition the measure fails on, and what fits instead; None when it fits or fails on more.

    The ways to be supported are looked at one by one: the nearest counts.
    """
    if verdict.ruling != "not_eligible":
        return None
    near = [way for way in verdict.ways if _count(way, "not_met") == 1]
    if not near:
        return None
    way = max(near, key=lambda w: _count(w, "met"))
    failed = next(r for r in way.reasons if r.state == "not_met")
    name = way.benefit if failed.applies_to else None
    return Almost(verdict, failed, name, _count(way, "unknown"), instead(verdict, judged, profile))


def _count(way: Way, state: str) -> int:
    return sum(r.state == state for r in way.reasons)


def instead(failed: Verdict, judged: Sequence[Verdict], profile: Profile) -> Verdict | None:
    """The measure for the same matter and place that fits the enterprise, or may fit; None when there is none.

    What is in force goes before what has ended, then what gives the same kind of help, then what it meets most
    conditions of, then what is closest in words.
    """
    found = [v for v in judged if _fits(failed, v, profile) and _same_matter(failed.measure, v)]
    return max(found, key=lambda v: _nearness(failed, v, profile), default=None)


def _same_matter(failed: Measure, other: Verdict) -> bool:
    """The same topic, and more than that in common: two keywords, or one and the kind of help."""
    topic = failed.content.topics[0]
    if topic == _LOOSE_TOPIC or topic not in other.measure.content.topics:
        return False
    return len(_words(failed) & _words(other.measure)) >= (1 if _help_alike(failed, other) else 2)


def _help_alike(failed: Measure, other: Verdict) -> int:
    """How many kinds of help that the measure gives are within reach in the other."""
    wanted = {b.kind for b in failed.content.benefits} - _LOOSE_KINDS
    return len(wanted & {b.kind for b in reachable(other)})


def _words(measure: Measure) -> set[str]:
    return set(measure.content.keywords)


def _fits(failed: Verdict, other: Verdict, profile: Profile) -> bool:
    if other.ruling == "not_eligible" or other.measure.validity(other.as_of) == "not_yet":
        return False
    place = profile.district if profile.district in _PLACES else failed.measure.district
    return other.measure.district in (place, "北京")


def _nearness(failed: Verdict, other: Verdict, profile: Profile) -> tuple[Any, ...]:
    """Larger is nearer; the order of the documents decides what is left."""
    wanted, offered = failed.measure, other.measure
    return (
        offered.validity(other.as_of) == "in_force",
        wanted.content.topics[0] == offered.content.topics[0],
        _help_alike(wanted, other),
        max(_count(way, "met") for way in other.ways),
        len(_words(wanted) & _words(offered)),
        other.ruling == "eligible",
        offered.district == profile.district,
        offered.document.published,
    )
