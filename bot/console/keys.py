"""Typed keys of what the console carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.accounts.audit import Audit
from bot.accounts.people import People
from bot.accounts.sessions import Sessions
from bot.console.importing import Imports
from bot.console.recent import Recent
from bot.console.typed import TypedNow
from bot.desk.desk import Desk
from knowledge.review.service import ReviewService
from knowledge.service import KnowledgeService

people_key: web.AppKey[People] = web.AppKey("people", People)
sessions_key: web.AppKey[Sessions] = web.AppKey("sessions", Sessions)
audit_key: web.AppKey[Audit] = web.AppKey("audit", Audit)
recent_key: web.AppKey[Recent] = web.AppKey("recent", Recent)
review_key: web.AppKey[ReviewService] = web.AppKey("review", ReviewService)
imports_key: web.AppKey[Imports] = web.AppKey("imports", Imports)
desk_key: web.AppKey[Desk] = web.AppKey("desk", Desk)
knowledge_key: web.AppKey[KnowledgeService] = web.AppKey("knowledge", KnowledgeService)
typed_key: web.AppKey[TypedNow] = web.AppKey("typed", TypedNow)
# A protocol or callable cannot be given as the second argument, which is for display only.
pause_key: web.AppKey[Callable[[float], Awaitable[None]]] = web.AppKey("pause")
