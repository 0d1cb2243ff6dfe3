"""One page for each measure, and its checklist."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

from aiohttp import web

from bot.web.bodies import IsoDate, read_query
from bot.web.keys import service_key, settings_key
from bot.web.rendering import page
from knowledge.checklist import checklist
from knowledge.measure import Measure
from knowledge.models import Condition, Step
from knowledge.profile import Profile

_VALIDITY = {"ended": "已结束", "in_force": "执行中", "not_yet": "尚未开始"}
_Part = TypeVar("_Part", Condition, Step)


async def measure_page(request: web.Request) -> web.Response:
    """``GET /m/{id}``: everything about a measure, to read and to print."""
    measure = request.app[service_key].get(request.match_info["id"])
    validity = measure.validity(request.app[settings_key].today())
    return page(
        request,
        "measure.html",
        measure=measure,
        content=measure.content,
        document=measure.document,
        contacts=[measure.contact_record(c) for c in measure.content.contacts],
        conditions=_grouped(measure.content.conditions, "applies_to"),
        steps=_grouped(measure.content.steps, "variant"),
        validity=validity,
        validity_text=_VALIDITY[validity],
        doubts=_has_doubts(measure),
    )


class ChecklistQuery(Profile):
    """The facts of a profile as query parameters, and the day that counts."""

    as_of: IsoDate | None = None


async def checklist_page(request: web.Request) -> web.Response:
    """``GET /m/{id}/checklist``: the measure as a list to take along, for the enterprise in the query."""
    query = read_query(request, ChecklistQuery)
    profile = Profile(**query.model_dump(exclude={"as_of"}))
    as_of = query.as_of or request.app[settings_key].today()
    service = request.app[service_key]
    verdict = service.judge(request.match_info["id"], profile, as_of)
    near = service.standing(profile, as_of).almost.get(verdict.measure.id)
    found = checklist(verdict, profile, near, service.referral(verdict.measure))
    return page(request, "checklist.html", found=found, measure=verdict.measure, ended=verdict.expired)


def _has_doubts(measure: Measure) -> bool:
    return bool(measure.content.issues or measure.number is None)


def _grouped(parts: Iterable[_Part], name: str) -> list[tuple[str | None, list[_Part]]]:
    """Neighbours with the same heading together, in the order of the document."""
    return [(heading, list(members)) for heading, members in groupby(parts, key=lambda part: getattr(part, name))]
