"""The assistant in this process, for the terminal and the evaluation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.compose import assistant, open_database, services
from bot.ports import AssistantRuntime
from bot.runtime import model
from bot.settings import Settings
from knowledge.service import KnowledgeService


@dataclass(frozen=True)
class Local:
    """A started assistant and the knowledge behind it."""

    runtime: AssistantRuntime
    knowledge: KnowledgeService


@asynccontextmanager
async def local_assistant(settings: Settings, say: Callable[[str], None]) -> AsyncIterator[Local]:
    """Open, train if there is no current model, start; and close everything afterwards."""
    database = open_database(settings, say)
    if not model.is_current(settings.models):
        model.train(settings.models, say)
    provided = services(settings, database)
    runtime = assistant(settings, provided)
    await runtime.start()
    try:
        yield Local(runtime, provided.knowledge)
    finally:
        await runtime.stop()
        database.close()
