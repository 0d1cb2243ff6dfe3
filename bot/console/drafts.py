"""Drafts: the list, a draft, a measure of it beside its source, editing, and deciding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.cli_review_text import ACTIONS, CHANGES, STATES
from bot.console import differing, editing
from bot.console.keys import review_key
from bot.console.library import may_edit, name_of
from bot.console.lookup import topic_names
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.errors import RequestRefused
from knowledge.review.decision import Decision
from knowledge.review.errors import BadContent, DraftNotFound, ReviewProblem
from knowledge.review.fields import NAMES, label
from knowledge.review.service import ReviewService
from knowledge.review.views import ItemView
from knowledge.review.yaml_text import to_yaml

OPEN = ("draft", "in_review")


async def drafts_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/drafts``: newest first, of one state if asked for."""
    state = visit.request.query.get("state", "")
    wanted = state if state in STATES else None
    drafts = await asyncio.to_thread(visit.app[review_key].list_drafts, wanted)
    return render(visit, "drafts.html", drafts=drafts, states=STATES, state=state, editable=may_edit(visit))


async def draft_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/drafts/{draft}``: the document beside its source, its measures, the log."""
    return await _draft(visit)


async def _draft(visit: Visit, error: str = "", header: str | None = None, status: int = 200) -> web.Response:
    number, review = _number(visit), visit.app[review_key]
    view = await asyncio.to_thread(review.show, number)
    return render(
        visit,
        "draft.html",
        status=status,
        error=error,
        view=view,
        rows=differing.field_rows(view.header_changes),
        header=header if header is not None else to_yaml(view.header),
        log=await asyncio.to_thread(review.log, number),
        names=NAMES,
        states=STATES,
        changes=CHANGES,
        actions=ACTIONS,
        open=OPEN,
        lines=differing.lines,
        editable=may_edit(visit) and view.summary.state in OPEN,
    )


def _number(visit: Visit) -> int:
    said = visit.request.match_info["draft"]
    if not said.isdecimal() or len(said) > 9:
        raise RequestRefused(404, "没有这份草稿。")
    return int(said)


async def item_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/drafts/{draft}/items/{slug}``: every field beside the words it came from."""
    return await _item(visit)


async def _item(
    visit: Visit,
    problems: list[str] | None = None,
    shown: dict[str, Any] | None = None,
    text: str | None = None,
) -> web.Response:
    number, slug = _number(visit), visit.request.match_info["slug"]
    view = await asyncio.to_thread(visit.app[review_key].show_measure, number, slug)
    raw = view.proposal or {}
    return render(
        visit,
        "item.html",
        status=422 if problems else 200,
        view=view,
        draft=number,
        rows=differing.rows(view.diff) if view.base_revision is not None else [],
        shown=shown or editing.form_of(raw),
        yaml=text if text else to_yaml(raw),
        whole=visit.form.get("mode") == "yaml" or visit.request.query.get("mode") == "yaml",
        problems=problems or [],
        reason=visit.text("reason"),
        quotes=_quotes(view),
        names=NAMES,
        topics=topic_names(),
        states=STATES,
        changes=CHANGES,
        action=f"/console/knowledge/drafts/{number}/items/{slug}/edit",
        editable=may_edit(visit) and view.summary.state in OPEN,
    )


def _quotes(view: ItemView) -> dict[str, list[tuple[str, str]]]:
    """The words of the source by field, each with the part of the field they gave."""
    return {f.field: [(label(q.path), q.text) for q in f.quotes] for f in view.fields if f.quotes}


async def edit_item(visit: Visit) -> web.StreamResponse:
    """``POST …/items/{slug}/edit``: other content for the measure; with faults the form comes back as it was."""
    number, slug, review = _number(visit), visit.request.match_info["slug"], visit.app[review_key]
    visit.note(f"{number}/{slug}", reason=visit.text("reason"))
    view = await asyncio.to_thread(review.show_measure, number, slug)
    given = visit.form.get("yaml")
    text = given if visit.form.get("mode") == "yaml" and isinstance(given, str) else ""
    try:
        text = text or editing.text_of(visit.form, view.proposal or {})
        decision = Decision(name_of(visit), visit.text("reason"))
        await asyncio.to_thread(review.edit, number, slug, text, decision)
    except DraftNotFound:
        raise
    except BadContent as fault:
        return await _item(visit, fault.problems, editing.filled_in(visit.form), text)
    except ReviewProblem as fault:
        return await _item(visit, [str(fault)], editing.filled_in(visit.form), text)
    raise web.HTTPSeeOther(f"/console/knowledge/drafts/{number}")


async def edit_header(visit: Visit) -> web.StreamResponse:
    """``POST …/drafts/{draft}/header``: another description of the document."""
    text = str(visit.form.get("yaml", ""))
    return await _change(visit, lambda review, number, decision: review.edit(number, None, text, decision), header=text)


async def approve(visit: Visit) -> web.StreamResponse:
    """``POST …/drafts/{draft}/approve``: publish what is ticked, or all."""
    slugs = _ticked(visit)
    return await _change(visit, lambda review, number, decision: review.approve(number, decision, slugs))


async def reject(visit: Visit) -> web.StreamResponse:
    """``POST …/drafts/{draft}/reject``: decide against what is ticked, or all."""
    slugs = _ticked(visit)
    return await _change(visit, lambda review, number, decision: review.reject(number, decision, slugs))


def _ticked(visit: Visit) -> list[str] | None:
    """The measures that are ticked; None for all of them, which has to be said."""
    if visit.text("which", 8) == "all":
        return None
    slugs = [str(s) for s in visit.form.getall("slug", [])] if hasattr(visit.form, "getall") else []
    if not slugs:
        raise RequestRefused(422, "没有勾选任何一条。请勾选，或选“整份草稿”。")
    return slugs


async def _change(
    visit: Visit, work: Callable[[ReviewService, int, Decision], Any], header: str | None = None
) -> web.StreamResponse:
    number, review = _number(visit), visit.app[review_key]
    visit.note(str(number), reason=visit.text("reason"), slugs=",".join(map(str, _slugs(visit))))
    try:
        await asyncio.to_thread(lambda: work(review, number, Decision(name_of(visit), visit.text("reason"))))
    except DraftNotFound:
        raise
    except ReviewProblem as fault:
        return await _draft(visit, str(fault), header, 422)
    raise web.HTTPSeeOther(f"/console/knowledge/drafts/{number}")


def _slugs(visit: Visit) -> list[Any]:
    return list(visit.form.getall("slug", [])) if hasattr(visit.form, "getall") else []
