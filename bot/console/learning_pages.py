"""What the assistant could not answer, grouped, and what editors make of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, get_args

from aiohttp import web

from bot.console.desk_list import actor_of, file_of
from bot.console.keys import desk_key
from bot.console.lookup import topic_names
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.desk import sentences
from bot.desk.drafting import NewMeasure
from bot.desk.errors import BadInput
from bot.desk.forms import DISTRICTS
from bot.desk.learning import Learning
from bot.desk.lessons import Lesson
from bot.desk.people import Actor
from bot.web.errors import RequestRefused
from knowledge.models import Topic
from nlu.topics import intent_topics

SHOWN, LESSONS = 25, 40
LONGEST = 4000


async def learning_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/learning``: the groups nobody has dealt with, largest first, and the last decisions."""
    return await _page(visit)


async def _page(visit: Visit, faults: Mapping[str, str] | None = None) -> web.Response:
    learning = visit.app[desk_key].learning
    clusters, lessons, intents = await asyncio.gather(
        asyncio.to_thread(learning.clusters, SHOWN),
        asyncio.to_thread(learning.lessons, "", LESSONS),
        asyncio.to_thread(sentences.intents),
    )
    return render(
        visit,
        "learning.html",
        status=422 if faults else 200,
        clusters=clusters,
        lessons=lessons,
        intents={name: str(intent_topics().get(name, {}).get("label", "")) for name in intents},
        topics=topic_names(),
        districts=DISTRICTS,
        faults=faults or {},
        said=visit.form,
    )


def _ids(visit: Visit, name: str = "ids") -> list[int]:
    parts = visit.text(name, 40_000).split(",")
    if not all(p.isdecimal() and len(p) < 12 for p in parts):
        raise RequestRefused(422, "表单不完整，请刷新后重做。")
    return [int(p) for p in parts]


def _lines(visit: Visit) -> list[str]:
    return [line.strip() for line in visit.text("words", LONGEST).splitlines() if line.strip()]


async def _learn(visit: Visit, make: Callable[[Learning, list[int], Actor], Lesson]) -> web.StreamResponse:
    ids = _ids(visit)
    visit.note("", questions=len(ids))
    try:
        lesson = await asyncio.to_thread(make, visit.app[desk_key].learning, ids, actor_of(visit))
    except BadInput as bad:
        return await _page(visit, bad.faults)
    visit.note(str(lesson.id), questions=lesson.questions)
    if lesson.draft_id is not None:
        raise web.HTTPSeeOther(f"/console/knowledge/drafts/{lesson.draft_id}")
    raise web.HTTPSeeOther("/console/learning")


async def teach(visit: Visit) -> web.StreamResponse:
    """``POST /console/learning/sentence``: training sentences for an intent, to be reviewed."""
    intent, said = visit.text("intent", 80), _lines(visit)
    return await _learn(visit, lambda learning, ids, actor: learning.teach(ids, intent, said, actor))


async def synonym(visit: Visit) -> web.StreamResponse:
    """``POST /console/learning/synonym``: words that mean the same, to be reviewed."""
    said = _lines(visit)
    return await _learn(visit, lambda learning, ids, actor: learning.synonym(ids, said, actor))


async def draft(visit: Visit) -> web.StreamResponse:
    """``POST /console/learning/draft``: a draft measure, which goes on in the review."""
    topic = visit.text("topic", 40)
    content = NewMeasure(
        title=visit.text("title", 200),
        summary=visit.text("words", LONGEST),
        topics=(topic,) if topic in get_args(Topic) else (),
        departments=tuple(d for d in visit.text("departments", 400).replace("，", "、").split("、") if d.strip()),
        district=visit.text("district", 8),
    )
    return await _learn(visit, lambda learning, ids, actor: learning.draft(ids, content, actor))


async def dismiss(visit: Visit) -> web.StreamResponse:
    """``POST /console/learning/dismiss``: nothing to learn; the reason is kept."""
    reason = visit.text("words", LONGEST)
    return await _learn(visit, lambda learning, ids, actor: learning.dismiss(ids, reason, actor))


async def published(visit: Visit) -> web.StreamResponse:
    """``POST /console/learning/published``: it is in the trained model; those who wanted to know are told."""
    ids = _ids(visit, "lesson")
    desk = visit.app[desk_key]
    told: Any = await asyncio.to_thread(desk.learning.mark_published, ids, actor_of(visit))
    visit.note(",".join(map(str, ids)), told=told)
    await desk.deliver()
    raise web.HTTPSeeOther("/console/learning")


async def sentences_file(visit: Visit) -> web.StreamResponse:
    """``GET /console/learning/sentences.yml``: in the shape of ``nlu/intents``; nothing is trained from here."""
    text = await asyncio.to_thread(visit.app[desk_key].learning.export_sentences)
    return file_of(text, "application/yaml", "sentences.yml")


async def synonyms_file(visit: Visit) -> web.StreamResponse:
    """``GET /console/learning/synonyms.yml``: in the shape of ``nlu/lookups/synonyms.yml``."""
    text = await asyncio.to_thread(visit.app[desk_key].learning.export_synonyms)
    return file_of(text, "application/yaml", "synonyms.yml")
