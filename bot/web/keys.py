"""Typed keys of everything the application carries."""

from __future__ import annotations

from aiohttp import web

from bot.channels.outbound import Outbounds
from bot.ports import AssistantRuntime
from bot.settings import Settings
from bot.web.meters import Meters
from knowledge.service import KnowledgeService

settings_key: web.AppKey[Settings] = web.AppKey("settings", Settings)
service_key: web.AppKey[KnowledgeService] = web.AppKey("service", KnowledgeService)
# A protocol cannot be given as the second argument, which is for display only.
runtime_key: web.AppKey[AssistantRuntime] = web.AppKey("runtime")
meters_key: web.AppKey[Meters] = web.AppKey("meters", Meters)
# Says something to a citizen by the channel of their sender; each channel registers here.
outbounds_key: web.AppKey[Outbounds] = web.AppKey("outbounds", Outbounds)
# Addresses that are answered without a look at the database, because anybody may post to them.
callbacks_key: web.AppKey[set[str]] = web.AppKey("callbacks", set)
