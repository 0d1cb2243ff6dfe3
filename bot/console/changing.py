"""Changing a published measure: the form, and the draft that comes of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.console import editing
from bot.console.keys import review_key
from bot.console.library import name_of
from bot.console.lookup import topic_names
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.web.keys import service_key
from knowledge.measure import Measure
from knowledge.models import MeasureFile, PolicyFile
from knowledge.review.decision import Decision
from knowledge.review.drafts import Submitted
from knowledge.review.errors import BadContent, ReviewProblem
from knowledge.review.fields import NAMES
from knowledge.review.incoming import of_export
from knowledge.review.proposals import plain_measure
from knowledge.review.yaml_text import from_yaml, to_yaml


async def change_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/knowledge/measures/{id}/edit``: the form of a published measure."""
    measure = visit.request.config_dict[service_key].get(visit.request.match_info["id"])
    raw = plain_measure(measure.content)
    return _form(visit, measure, editing.form_of(raw), to_yaml(raw))


def _form(
    visit: Visit, measure: Measure, shown: dict[str, Any], text: str, problems: list[str] | None = None
) -> web.Response:
    return render(
        visit,
        "edit.html",
        status=422 if problems else 200,
        heading=f"修改 {measure.source}：{measure.content.title}",
        back=f"/console/knowledge/measures/{measure.id}",
        action=f"/console/knowledge/measures/{measure.id}/edit",
        shown=shown,
        yaml=text,
        whole=visit.form.get("mode") == "yaml" or visit.request.query.get("mode") == "yaml",
        problems=problems or [],
        names=NAMES,
        topics=topic_names(),
        reason=visit.text("reason"),
        quotes={},
        advice=(),
    )


async def change(visit: Visit) -> web.StreamResponse:
    """``POST /console/knowledge/measures/{id}/edit``: a draft with the change; published only when it is approved."""
    service = visit.request.config_dict[service_key]
    measure = service.get(visit.request.match_info["id"])
    visit.note(measure.id, reason=visit.text("reason"))
    base = plain_measure(measure.content)
    given = visit.form.get("yaml")
    text = given if visit.form.get("mode") == "yaml" and isinstance(given, str) else ""
    try:
        text = text or editing.text_of(visit.form, base)
        decision = Decision(name_of(visit), visit.text("reason"))
        submitted = await asyncio.to_thread(_submit, visit, measure, text, decision)
    except BadContent as fault:
        return _form(visit, measure, editing.filled_in(visit.form), text, fault.problems)
    except ReviewProblem as fault:
        return _form(visit, measure, editing.filled_in(visit.form), text, [str(fault)])
    if submitted.outcome == "same" or submitted.draft_id is None:
        shown = editing.form_of(base)
        return _form(visit, measure, shown, to_yaml(base), ["和已发布的内容没有出入，没有存成草稿。"])
    raise web.HTTPSeeOther(f"/console/knowledge/drafts/{submitted.draft_id}/items/{measure.content.slug}")


def _submit(visit: Visit, measure: Measure, text: str, decision: Decision) -> Submitted:
    """The whole document with one measure changed, handed to the review."""
    content = from_yaml(text, MeasureFile)
    if content.slug != measure.content.slug:
        raise BadContent([f"编号不能改，应是 {measure.content.slug}"])
    siblings = [m for m in visit.request.config_dict[service_key].measures if m.document.id == measure.document.id]
    policy = PolicyFile(
        document=measure.document, measures=tuple(content if m.id == measure.id else m.content for m in siblings)
    )
    stamp = f"{name_of(visit)} 于 {datetime.now(UTC).isoformat(timespec='seconds')} 修改 {measure.id}：{decision.why}"
    source = of_export(f"工作台修改 {measure.id}", f"# {stamp}\n{text}".encode(), (policy,))
    return visit.app[review_key].submit([source], decision.who)[0][0]
