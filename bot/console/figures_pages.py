"""For supervisors: the dashboard, its table as a file, and how far offers went."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import get_args

from aiohttp import web

from bot.console.charts import Chart, bars
from bot.console.desk_list import CHANNELS, day_of, file_of
from bot.console.keys import desk_key
from bot.console.lookup import topic_names
from bot.console.rendering import render
from bot.console.visit import Visit
from bot.desk.counting import By, Slice
from bot.desk.figures import Figures
from bot.desk.forms import DISTRICTS
from knowledge.store.location import beijing_today

DAYS = 14
WAYS = {"day": "按天", "topic": "按主题", "district": "按区", "channel": "按渠道"}


async def figures_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/figures``: what happened, in charts and in a table."""
    since, until, by, part = _wanted(visit)
    found = await asyncio.to_thread(visit.app[desk_key].figures.figures, since, until, by, part)
    visit.note("", since=since.isoformat(), until=until.isoformat(), by=by)
    names = _names(by)
    return render(
        visit,
        "figures.html",
        found=found,
        names=names,
        charts=_charts(found, names),
        ways=WAYS,
        part=part,
        topics=topic_names(),
        districts=DISTRICTS,
        channels=CHANNELS,
        carried=visit.request.query_string,
    )


def _names(by: By) -> dict[str, str]:
    return {"topic": topic_names(), "channel": CHANNELS}.get(by, {})


def _wanted(visit: Visit) -> tuple[date, date, By, Slice]:
    query = visit.request.query
    until = day_of(query.get("until", "")) or beijing_today()
    since = day_of(query.get("since", "")) or until - timedelta(days=DAYS - 1)
    by = query.get("by", "day")
    part = Slice(query.get("channel", "")[:32], query.get("district", "")[:8], query.get("topic", "")[:40])
    return min(since, until), until, by if by in get_args(By) else "day", part  # type: ignore[return-value]


def _charts(found: Figures, names: dict[str, str]) -> list[Chart]:
    rows = found.rows
    keys = [names.get(r.key, r.key) for r in rows]
    return [
        bars("对话和提问", keys, [("对话", [r.conversations for r in rows]), ("提问", [r.turns for r in rows])]),
        bars(
            "答得怎样",
            keys,
            [
                ("答复", [r.answered for r in rows]),
                ("反问", [r.asked_back for r in rows]),
                ("转人工", [r.handed_over for r in rows]),
                ("没答上", [r.missed for r in rows]),
            ],
        ),
        bars("有用没用", keys, [("有用", [r.useful for r in rows]), ("没用", [r.not_useful for r in rows])]),
        bars(
            "工单",
            keys,
            [
                ("新工单", [r.tickets for r in rows]),
                ("办结", [r.solved for r in rows]),
                ("答复超时", [r.late for r in rows]),
            ],
        ),
    ]


async def figures_csv(visit: Visit) -> web.StreamResponse:
    """``GET /console/figures.csv``: the table as a file."""
    text = await asyncio.to_thread(visit.app[desk_key].figures.csv, *_wanted(visit))
    return file_of(text, "text/csv", "figures.csv")


async def push_page(visit: Visit) -> web.StreamResponse:
    """``GET /console/push``: how many agreed, and how far each offer went; nobody's name."""
    desk = visit.app[desk_key]
    agreed, reach = await asyncio.gather(asyncio.to_thread(desk.consents.counts), asyncio.to_thread(desk.push.reach))
    return render(visit, "push.html", agreed=agreed, reach=reach)
