"""The knowledge as editors see it: published measures, their revisions, retiring and rolling back, changing."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.console import differing
from bot.console.keys import review_key
from bot.console.lookup import VALIDITY
from bot.console.menu import EDITORS
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.errors import RequestRefused
from bot.web.keys import service_key, settings_key
from knowledge.measure import Measure
from knowledge.review.decision import Decision
from knowledge.review.diff import compare_measure
from knowledge.review.errors import ReviewProblem, UnknownRevision
from knowledge.review.proposals import plain_measure
from knowledge.service import KnowledgeService
from knowledge.store.history import Revision
from knowledge.store.tables import MeasureRow

PAGE = 50
STATES = {"published": "已发布", "retired": "已停用"}


def name_of(visit: Visit) -> str:
    """The name under which the review keeps what a person decides."""
    account = visit.account
    return account.name if account.shown == account.name else f"{account.shown}（{account.name}）"


def may_edit(visit: Visit) -> bool:
    """Whether the person may change what is published."""
    return visit.account.role in EDITORS


async def library_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge``: the published measures, by words and document."""
    request, service = visit.request, visit.request.config_dict[service_key]
    words, doc = request.query.get("q", "").strip()[:200], request.query.get("doc", "")
    today = request.config_dict[settings_key].today()
    measures = await asyncio.to_thread(_published, service, words, doc, today)
    page = _page_number(request)
    return render(
        visit,
        "library.html",
        measures=measures[(page - 1) * PAGE : page * PAGE],
        total=len(measures),
        page=page,
        pages=max(1, -(-len(measures) // PAGE)),
        words=words,
        doc=doc,
        docs=sorted({(m.document.id, m.doc, m.document.title) for m in service.measures}),
        as_of=today,
        validity_names=VALIDITY,
        retired=await asyncio.to_thread(_retired, service),
        editable=may_edit(visit),
    )


def _page_number(request: web.Request) -> int:
    said = request.query.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 7 else 1


def _published(service: KnowledgeService, words: str, doc: str, today: Any) -> list[Measure]:
    measures = list(service.measures)
    if words:
        measures = [h.measure for h in service.search(words, as_of=today, limit=len(measures) or 1)[1]]
    return [m for m in measures if not doc or m.document.id == doc]


def _retired(service: KnowledgeService) -> list[tuple[str, str]]:
    """Ids and titles of measures that were published once and are not now."""
    published = {m.id for m in service.measures}
    query = select(MeasureRow.measure_id, MeasureRow.title).where(MeasureRow.status == "retired")
    with service.database.session() as session:
        rows = session.execute(query.order_by(MeasureRow.measure_id, MeasureRow.revision)).all()
    return sorted({id_: title for id_, title in rows if id_ not in published}.items())


async def history_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/measures/{id}``: the revisions, what changed between two, and the log."""
    return await _history(visit)


async def _history(visit: Visit, error: str = "", status: int = 200) -> web.Response:
    measure_id, review = visit.request.match_info["id"], visit.app[review_key]
    revisions = await asyncio.to_thread(review.revisions, measure_id)
    if not revisions:
        raise UnknownRevision(measure_id)
    log = await asyncio.to_thread(review.log, None, measure_id, 100)
    old, new = _two(visit.request, revisions)
    return render(
        visit,
        "history.html",
        status=status,
        error=error,
        measure=revisions[-1].measure,
        current=next((r for r in revisions if r.status == "published"), None),
        revisions=list(reversed(revisions)),
        states=STATES,
        old=old,
        new=new,
        rows=differing.rows(_difference(old, new)) if old and new else [],
        log=log,
        editable=may_edit(visit),
    )


def _two(request: web.Request, revisions: list[Revision]) -> tuple[Revision | None, Revision | None]:
    """The revisions to compare: those of the address, else the last two."""
    by_number = {str(r.measure.revision): r for r in revisions}
    last = [*([None] * 2), *revisions][-2:]
    return by_number.get(request.query.get("old", ""), last[0]), by_number.get(request.query.get("new", ""), last[1])


def _difference(old: Revision, new: Revision) -> Any:
    return compare_measure(
        new.measure.content.slug, plain_measure(old.measure.content), plain_measure(new.measure.content)
    )


async def retire(visit: Visit) -> web.StreamResponse:
    """``POST /console/knowledge/measures/{id}/retire``: out of the answers, with a reason."""
    return await _decide(visit, visit.app[review_key].retire)


async def roll_back(visit: Visit) -> web.StreamResponse:
    """``POST /console/knowledge/measures/{id}/rollback``: an earlier revision is published again."""
    said = visit.text("revision", 9)
    if not said.isdecimal():
        raise RequestRefused(422, "没有说退回到第几版。")
    return await _decide(visit, lambda id_, decision: visit.app[review_key].roll_back(id_, int(said), decision))


async def _decide(visit: Visit, work: Any) -> web.StreamResponse:
    measure_id = visit.request.match_info["id"]
    visit.note(measure_id, reason=visit.text("reason"))
    try:
        await asyncio.to_thread(work, measure_id, Decision(name_of(visit), visit.text("reason")))
    except UnknownRevision:
        raise
    except ReviewProblem as fault:
        return await _history(visit, str(fault), 422)
    raise web.HTTPSeeOther(f"/console/knowledge/measures/{measure_id}")
