"""The look-up: one box, results while typing, and everything about the chosen measure beside them."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from actions.wording import ranked_contacts
from bot.console.asking import CHOICES, FIELDS, TRUTHS, Asked, asked
from bot.console.finding import Found, departments_of, look_up, near_miss
from bot.console.keys import recent_key, typed_key
from bot.console.masking import masked
from bot.console.menu import HANDLERS
from bot.console.readout import read_out
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.keys import service_key, settings_key
from knowledge.eligibility import Verdict, judge
from knowledge.labels import LABELS, told
from knowledge.service import KnowledgeService
from nlu.topics import intent_topics

VALIDITY = {"ended": "已结束", "in_force": "执行中", "not_yet": "未开始"}
RULINGS = {"eligible": "符合", "not_eligible": "不符合", "needs_check": "要核实"}


def topic_names() -> dict[str, str]:
    """Topics and what people call them."""
    names: dict[str, str] = {}
    for entry in intent_topics().values():
        for topic in entry["topics"]:  # type: ignore[attr-defined]
            names[topic] = f"{names[topic]}、{entry['label']}" if topic in names else str(entry["label"])
    return names


async def look_up_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/``: the box, and what was asked for in the address."""
    wanted, found = await _found(visit)
    recent = await asyncio.to_thread(visit.app[recent_key].of, visit.account.id)
    service = visit.request.config_dict[service_key]
    return render(
        visit,
        "lookup.html",
        **_shared(visit, wanted, found),
        recent=recent,
        topics=topic_names(),
        departments=sorted({d for m in service.measures for d in departments_of(m)}),
        fields=FIELDS,
        choices=CHOICES,
        truths=TRUTHS,
        labels=LABELS,
    )


async def results(visit: Visit) -> web.StreamResponse:
    """``GET /console/results``: the list and the first measure only, for htmx."""
    wanted, found = await _found(visit)
    return render(visit, "results.html", **_shared(visit, wanted, found))


async def _found(visit: Visit) -> tuple[Asked, Found | None]:
    service = visit.request.config_dict[service_key]
    wanted = asked(visit.request, visit.request.config_dict[settings_key].today())
    if not wanted.look_up.q and not wanted.filtered:
        return wanted, None
    found = await asyncio.to_thread(_look_up, visit, service, wanted)
    visit.note("", q=masked(wanted.look_up.q), total=found.total)
    if found.verdicts and told(wanted.profile):
        await asyncio.to_thread(service.log_verdicts, found.verdicts[:1], wanted.profile)
    if wanted.look_up.q:
        await asyncio.to_thread(visit.app[recent_key].add, visit.account.id, masked(wanted.look_up.q))
    return wanted, found


def _look_up(visit: Visit, service: KnowledgeService, wanted: Asked) -> Found:
    return look_up(service, visit.app[typed_key].of(service), wanted)


def _shared(visit: Visit, wanted: Asked, found: Found | None) -> dict[str, Any]:
    first = found.verdicts[0] if found and found.verdicts else None
    return {
        "asked": wanted,
        "query": wanted.look_up,
        "found": found,
        "facts": told(wanted.profile),
        "validity_names": VALIDITY,
        "ruling_names": RULINGS,
        "carried": carried(visit.request),
        "shown": _measure(visit, first, wanted) if first else None,
    }


def carried(request: web.Request) -> str:
    """The query string of the look-up, to carry on in links."""
    return urlencode([(k, v) for k, v in request.query.items() if v])


async def measure_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/measures/{id}``: everything about one measure, for the caller of the query string."""
    service = visit.request.config_dict[service_key]
    wanted = asked(visit.request, visit.request.config_dict[settings_key].today())
    verdict = judge(service.get(visit.request.match_info["id"]), wanted.profile, wanted.as_of)
    if told(wanted.profile):
        await asyncio.to_thread(service.log_verdicts, [verdict], wanted.profile)
    visit.note(verdict.measure.id, revision=verdict.measure.revision)
    context: dict[str, Any] = {
        "shown": await asyncio.to_thread(_measure, visit, verdict, wanted),
        "asked": wanted,
        "facts": told(wanted.profile),
        "validity_names": VALIDITY,
        "ruling_names": RULINGS,
        "carried": carried(visit.request),
    }
    return render(visit, "measure_panel.html" if visit.partial else "measure.html", **context)


def _measure(visit: Visit, verdict: Verdict, wanted: Asked) -> dict[str, Any]:
    """What the panel of one measure shows."""
    service = visit.request.config_dict[service_key]
    measure = verdict.measure
    near = near_miss(service, verdict, wanted)
    return {
        "verdict": verdict,
        "measure": measure,
        "content": measure.content,
        "document": measure.document,
        "contacts": [measure.contact_record(c) for c in ranked_contacts(measure, wanted.look_up.q)],
        "validity": measure.validity(wanted.as_of),
        "near": near,
        "readout": read_out(verdict, wanted.profile, wanted.as_of, near, wanted.look_up.q),
        "doubts": measure.content.issues,
        "document_doubts": measure.document.issues,
        "may_open": visit.account.role in HANDLERS,
        "referral": service.referral(measure),
    }
